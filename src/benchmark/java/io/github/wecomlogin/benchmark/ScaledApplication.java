package io.github.wecomlogin.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Our application in a company of a certain size, and what was measured of it.
 */
final class ScaledApplication implements AutoCloseable {

	private final AtomicLong turn = new AtomicLong();

	private final List<Load> loads = new ArrayList<>();

	private final ScaledCompany company;

	private final boolean rules;

	private final Contender contender;

	private final CompanyServer server;

	private final ApplicationProcess process;

	private double millisecondsOfFirst;

	private long liveBytes;

	private ScaledApplication(ScaledCompany company, Contender contender, boolean rules) {
		this.company = company;
		this.contender = contender;
		this.rules = rules;
		this.server = new CompanyServer(company);
		try {
			this.process = ApplicationProcess.start(contender, this.server);
		}
		catch (RuntimeException ex) {
			this.server.close();
			throw ex;
		}
	}

	/**
	 * Starts an application that reads nothing of its company.
	 */
	static ScaledApplication withoutRules(ScaledCompany company) {
		return new ScaledApplication(company, Contender.WECOM_LOGIN.with("no rules", List.of()), false);
	}

	/**
	 * Starts an application that needs all departments and tags of its company.
	 */
	static ScaledApplication withRules(ScaledCompany company) {
		String name = "%,d members, %,d departments".formatted(company.members(), company.departments());
		return new ScaledApplication(company, Contender.WECOM_LOGIN.with(name, ScaledCompany.rules()), true);
	}

	/**
	 * Lets the first member sign in, who has to wait until the company is read.
	 */
	void signInFirst() {
		long start = System.nanoTime();
		signIn();
		this.millisecondsOfFirst = (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
		requireCompanyRead(this.server.takeCalls());
		this.liveBytes = this.process.liveBytes();
	}

	private void requireCompanyRead(Map<String, Long> calls) {
		// The member is a get as well
		long gets = this.rules ? 1 + ScaledCompany.tags().count() : 1;
		if (calls.getOrDefault("list", 0L) != (this.rules ? 1 : 0) || calls.get("get") != gets) {
			throw new IllegalStateException(this + ": not all was read, or more than that: " + calls);
		}
	}

	private void signIn() {
		String person = this.company.person(this.turn.getAndIncrement());
		new Browser(List.of(this.process.url()), person).signIn();
	}

	Load signIns(int times, int atATime) {
		return Load.put(this.process, times, atATime, () -> this::signIn).withoutFailures(this);
	}

	void measure(int times, int atATime) {
		this.loads.add(signIns(times, atATime));
	}

	double heapPerSession(int sessions, int atATime) {
		long before = this.process.liveBytes();
		signIns(sessions, atATime);
		return (this.process.liveBytes() - before) / (double) sessions;
	}

	/**
	 * Returns how many members the company has whose departments and tags are known.
	 */
	int members() {
		return this.rules ? this.company.members() : 0;
	}

	List<Load> loads() {
		return this.loads;
	}

	double millisecondsOfFirst() {
		return this.millisecondsOfFirst;
	}

	/**
	 * Returns what was alive on the heap when one member had signed in.
	 */
	long liveBytes() {
		return this.liveBytes;
	}

	@Override
	public void close() {
		this.process.close();
		this.server.close();
	}

	@Override
	public String toString() {
		return this.contender.toString();
	}

}
