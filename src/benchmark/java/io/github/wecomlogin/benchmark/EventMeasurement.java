package io.github.wecomlogin.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.store.RedisServerExtension;

/**
 * How long it takes from the event that a member has left until the first page is refused
 * to them, on the node that received the event and on another.
 */
final class EventMeasurement implements AutoCloseable {

	private static final String TOKEN = "Token0123456789";

	private static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

	private static final List<String> CALLBACK = List.of("--wecom.callback.token=" + TOKEN,
			"--wecom.callback.encoding-aes-key=" + AES_KEY);

	private static final int TIMES = 20;

	private static final int CROWD = 32;

	private static final double TARGET = 50;

	private static final long LIMIT = TimeUnit.SECONDS.toNanos(10);

	private final SimulatedWeCom wecom = SimulatedWeCom.start();

	private final CompanyServer company = new CompanyServer();

	private final Table table = new Table("event", "From an event to the first refused page", "", "median, ms",
			"slowest of " + TIMES + ", ms");

	static void run(Report report, Effort effort) {
		try (EventMeasurement measurement = new EventMeasurement();
				RedisServerExtension redis = new RedisServerExtension()) {
			redis.start();
			Contender alone = Contender.WECOM_LOGIN.with("", CALLBACK);
			Contender node = Contender.WECOM_LOGIN.withRedis(redis.port()).with("", CALLBACK);
			try (ApplicationProcess only = ApplicationProcess.start(alone, measurement.company);
					ApplicationProcess one = ApplicationProcess.start(node, measurement.company);
					ApplicationProcess other = ApplicationProcess.start(node, measurement.company)) {
				List.of(only, one, other).forEach((each) -> each.signIns(effort.warmUp() / 10, CROWD));
				measurement.measure("one node", only, only);
				measurement.measure("two nodes, the one with the event", one, one);
				double milliseconds = measurement.measure("two nodes, the other one", one, other);
				report.target("event to the first refused page, other node (median)", "at most 50 ms",
						"%.1f ms".formatted(milliseconds), milliseconds <= TARGET);
			}
			report.add(measurement.table, null);
		}
	}

	private double measure(String name, ApplicationProcess told, ApplicationProcess asked) {
		List<Double> milliseconds = new ArrayList<>();
		for (int i = 0; i < TIMES; i++) {
			milliseconds.add(milliseconds(told, asked));
		}
		List<Double> sorted = milliseconds.stream().sorted().toList();
		this.table.add(name, sorted.get(TIMES / 2), sorted.get(TIMES - 1));
		return sorted.get(TIMES / 2);
	}

	private double milliseconds(ApplicationProcess told, ApplicationProcess asked) {
		Browser member = told.browser();
		member.signIn();
		Browser there = member.at(List.of(asked.url()));
		there.openPage();
		this.company.leave(member.person());
		long start = System.nanoTime();
		this.wecom.callback(told.url() + "/wecom/callback/wecom", TOKEN, AES_KEY)
			.withCorpId("ww0123456789abcdef")
			.unsubscribe(member.person());
		while (there.get("/").statusCode() == 200) {
			if (System.nanoTime() - start > LIMIT) {
				throw new IllegalStateException("The session did not end");
			}
		}
		return (System.nanoTime() - start) / 1e6;
	}

	@Override
	public void close() {
		this.company.close();
		this.wecom.close();
	}

}
