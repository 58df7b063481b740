package io.github.wecomlogin.benchmark;

import io.github.wecomlogin.store.RedisServerExtension;

/**
 * What anonymous visitors leave behind who ask for pages of members: in the memory of the
 * application, and in a real Redis.
 */
final class FloodMeasurement {

	private static final int AT_A_TIME = 16;

	private static final String SESSION = "org.apache.catalina.session.StandardSession";

	private static final String DOES_NOT_APPLY = "–";

	private final Effort effort;

	private final Table table;

	private FloodMeasurement(Effort effort) {
		this.effort = effort;
		this.table = new Table("flood", "%,d pages for anonymous visitors".formatted(effort.visits()), "", "pages/s",
				"CPU ms per page", "sessions made in memory", "heap growth, bytes", "Redis: commands that write",
				"Redis: keys made", "Redis: memory growth, bytes");
	}

	static void run(Report report, Effort effort) {
		FloodMeasurement measurement = new FloodMeasurement(effort);
		measurement.inMemory(Contender.WECOM_LOGIN);
		measurement.inMemory(Contender.PLAIN);
		measurement.inRedis(Contender.WECOM_LOGIN);
		measurement.inRedis(Contender.PLAIN);
		measurement.table.note("Sessions and heap are those of the application. Commands that write are those that"
				+ " Redis itself has executed during the visits and describes so, also when a script calls them;"
				+ " what the application does by itself meanwhile is among them."
				+ " With Redis, a session is a key there and none in memory.");
		report.add(measurement.table, null);
	}

	private void inMemory(Contender contender) {
		try (CompanyServer company = new CompanyServer();
				ApplicationProcess application = ApplicationProcess.start(contender, company)) {
			visits(application, contender, this.effort.warmUp());
			int sessions = application.instances(SESSION);
			Flood flood = flood(application, contender);
			this.table.add(contender, flood.load().perSecond(), flood.load().processorMilliseconds(),
					application.instances(SESSION) - sessions, flood.heapGrowth(), DOES_NOT_APPLY, DOES_NOT_APPLY,
					DOES_NOT_APPLY);
		}
	}

	private void inRedis(Contender inMemory) {
		// One for each, because a table of keys grows by leaps
		try (RedisServerExtension redis = new RedisServerExtension()) {
			redis.start();
			Contender contender = inMemory.withRedis(redis.port());
			try (CompanyServer company = new CompanyServer();
					RedisObserver observer = new RedisObserver(redis.port());
					ApplicationProcess application = ApplicationProcess.start(contender, company)) {
				checkThatWritesAreSeen(observer, application, contender);
				visits(application, contender, this.effort.warmUp());
				RedisUse before = observer.use();
				Flood flood = flood(application, contender);
				RedisUse use = observer.use().since(before);
				this.table.add(contender, flood.load().perSecond(), flood.load().processorMilliseconds(),
						DOES_NOT_APPLY, flood.heapGrowth(), use.writes(), use.keys(), use.bytes());
			}
		}
	}

	/**
	 * Signs somebody in, because nothing written says something only where it would have
	 * been seen.
	 */
	private void checkThatWritesAreSeen(RedisObserver observer, ApplicationProcess application, Contender contender) {
		RedisUse before = observer.use();
		application.browser().signIn();
		if (observer.use().since(before).writes() == 0) {
			throw new IllegalStateException(contender + ": a sign-in was not seen to write to Redis");
		}
	}

	private Flood flood(ApplicationProcess application, Contender contender) {
		long before = application.liveBytes();
		Load load = visits(application, contender, this.effort.visits());
		return new Flood(load, application.liveBytes() - before);
	}

	private Load visits(ApplicationProcess application, Contender contender, int times) {
		Load load = Load.put(application, times, AT_A_TIME, () -> () -> {
			int status = application.browser().get("/").statusCode();
			if (status != 302) {
				throw new IllegalStateException("An anonymous visitor was answered with " + status);
			}
		});
		return load.withoutFailures(contender);
	}

	private record Flood(Load load, long heapGrowth) {

	}

}
