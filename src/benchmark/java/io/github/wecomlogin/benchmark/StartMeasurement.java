package io.github.wecomlogin.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long an application takes to answer its first request, and what it then has in
 * memory: an empty one, and the same with a login.
 */
final class StartMeasurement {

	private StartMeasurement() {
	}

	static void run(Report report, Effort effort) {
		Map<String, String> names = new LinkedHashMap<>();
		names.put("empty", "empty application");
		names.put("plain", "with plain oauth2Login");
		names.put("wecom", "with wecom-login");
		Map<String, List<Start>> starts = new LinkedHashMap<>();
		for (int round = 0; round < effort.starts(); round++) {
			names.keySet()
				.forEach((directory) -> starts.computeIfAbsent(directory, (any) -> new ArrayList<>())
					.add(start(directory)));
		}
		Table table = new Table("start", "Start", "", "first request answered, ms", "live heap, bytes",
				"resident, bytes");
		starts.forEach((directory, each) -> table.add(names.get(directory),
				median(each.stream().map(Start::milliseconds).toList()),
				median(each.stream().map(Start::liveBytes).toList()),
				median(each.stream().map(Start::residentBytes).toList())));
		report.add(table, null);
	}

	private static Start start(String directory) {
		// Nobody calls it
		List<String> arguments = List.of("--company=http://127.0.0.1:9");
		try (ApplicationProcess application = ApplicationProcess.start(directory, List.of(), arguments)) {
			long resident = application.residentBytes();
			return new Start(application.millisecondsToStart(), application.liveBytes(), resident);
		}
	}

	private static long median(List<Long> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

	private record Start(long milliseconds, long liveBytes, long residentBytes) {

	}

}
