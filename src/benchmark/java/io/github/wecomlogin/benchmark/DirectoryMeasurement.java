package io.github.wecomlogin.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.wecomlogin.directory.OrganisationDirectory;
import io.github.wecomlogin.directory.OrganisationNeeds;

/**
 * How long it takes to read the company, and how much heap that needs. The server is on
 * this machine and works at the same time, so what the network adds is not in the time.
 */
final class DirectoryMeasurement {

	private static final OrganisationNeeds DEPARTMENTS = new OrganisationNeeds(true, Set.of());

	private static final OrganisationNeeds DEPARTMENTS_AND_TAG = new OrganisationNeeds(true, Set.of(1L));

	private static final OrganisationNeeds EVERYTHING = new OrganisationNeeds(true, LargeCompany.tags());

	private static final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

	private DirectoryMeasurement() {
	}

	static void run(Report report) {
		try (LargeCompanyServer server = new LargeCompanyServer()) {
			// First of all, as when an application starts: nothing is compiled yet
			report.add("read departments, just started", readSeconds(server, DEPARTMENTS), "s");
			report.add("read departments and 200 tags, just started", readSeconds(server, EVERYTHING), "s");
			report.add("read departments", readSeconds(server, DEPARTMENTS), "s");
			report.add("read departments and 1 tag", readSeconds(server, DEPARTMENTS_AND_TAG), "s");
			report.add("read departments and 200 tags", readSeconds(server, EVERYTHING), "s");
			double departments = keptMegabytes(server, DEPARTMENTS);
			report.add("heap of departments", departments, "MB");
			report.add("heap of 1 tag", keptMegabytes(server, DEPARTMENTS_AND_TAG) - departments, "MB");
			report.add("heap of 200 tags", keptMegabytes(server, EVERYTHING) - departments, "MB");
			report.add("most heap while departments are read", mostMegabytes(server, DEPARTMENTS), "MB");
			report.add("most heap while departments and 200 tags are read", mostMegabytes(server, EVERYTHING), "MB");
		}
	}

	private static double readSeconds(LargeCompanyServer server, OrganisationNeeds needs) {
		try (OrganisationDirectory directory = server.directory(needs)) {
			long start = System.nanoTime();
			LargeCompanyServer.read(directory, needs);
			return (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
		}
	}

	/**
	 * Returns what becomes free when a directory is let go, which leaves out whatever
	 * reading loads once and for all.
	 */
	private static double keptMegabytes(LargeCompanyServer server, OrganisationNeeds needs) {
		OrganisationDirectory directory = server.directory(needs);
		LargeCompanyServer.read(directory, needs);
		long with = settledHeap();
		directory.close();
		directory = null;
		return megabytes(with - settledHeap());
	}

	/**
	 * Returns the most that was in use at any time of a reading, garbage left out, by
	 * collecting it all the time. The directory itself is part of it.
	 */
	private static double mostMegabytes(LargeCompanyServer server, OrganisationNeeds needs) {
		long before = settledHeap();
		OrganisationDirectory directory = server.directory(needs);
		CountDownLatch finished = new CountDownLatch(1);
		Thread reader = new Thread(() -> {
			try {
				LargeCompanyServer.read(directory, needs);
			}
			finally {
				finished.countDown();
			}
		});
		reader.start();
		long most = 0;
		try {
			while (!finished.await(5, TimeUnit.MILLISECONDS)) {
				most = Math.max(most, heap());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		directory.close();
		return megabytes(most - before);
	}

	private static long settledHeap() {
		long before;
		long now = heap();
		do {
			before = now;
			now = heap();
		}
		while (Math.abs(now - before) > 10_000);
		return now;
	}

	private static long heap() {
		memory.gc();
		return memory.getHeapMemoryUsage().getUsed();
	}

	private static double megabytes(long bytes) {
		return bytes / 1e6;
	}

}
