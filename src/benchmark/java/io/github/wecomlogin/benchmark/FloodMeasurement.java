package io.github.wecomlogin.benchmark;

import java.net.http.HttpClient;

/**
 * What anonymous visitors leave behind who ask for pages of members.
 */
final class FloodMeasurement {

	private static final int AT_A_TIME = 16;

	private static final String SESSION = "org.apache.catalina.session.StandardSession";

	private FloodMeasurement() {
	}

	static void run(Report report, Effort effort) {
		Table table = new Table("flood", "%,d pages for anonymous visitors".formatted(effort.visits()), "", "pages/s",
				"CPU ms per page", "sessions made", "heap growth, bytes");
		HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		try (CompanyServer company = new CompanyServer()) {
			for (Contender contender : new Contender[] { Contender.WECOM_LOGIN, Contender.PLAIN }) {
				try (ApplicationProcess application = ApplicationProcess.start(contender, company)) {
					visits(http, application, contender, effort.warmUp());
					int sessions = application.instances(SESSION);
					long before = application.liveBytes();
					Load load = visits(http, application, contender, effort.visits());
					table.add(contender, load.perSecond(), load.processorMilliseconds(),
							application.instances(SESSION) - sessions, application.liveBytes() - before);
				}
			}
		}
		report.add(table, null);
	}

	private static Load visits(HttpClient http, ApplicationProcess application, Contender contender, int times) {
		return Load.put(application, times, AT_A_TIME, () -> () -> {
			int status = new Browser(http, application.url(), contender).get("/").statusCode();
			if (status != 302) {
				throw new IllegalStateException("An anonymous visitor was answered with " + status);
			}
		});
	}

}
