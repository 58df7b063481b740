package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wecomlogin.app.WeComLoginApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.session.WeComSessions;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Alerts, dashboard and documentation name what a running application measures.
 */
class MonitoringFilesTests {

	private static final Path OPERATIONS = Path.of("docs/operations.md");

	private static final Pattern METER_ROW = Pattern.compile("(?m)^\\| `(wecom\\.[a-z.]+)` \\| [^|]+ \\|([^|]*)\\|");

	private static final Pattern ALERT_ROW = Pattern.compile("(?m)^\\| `(WeCom\\w+)` \\|");

	private static final Pattern TAG = Pattern.compile("`([a-z]+)`");

	private static RunningApplication application;

	private static Scrape scrape;

	@BeforeAll
	static void start() {
		application = new RunningApplication(WeComLoginApplication.class, "management.server.port=0",
				"wecom.callback.token=Token0123456789",
				"wecom.callback.encoding-aes-key=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wecom.roles[0].role=HR",
				"wecom.roles[0].departments=2", "wecom.roles[1].role=ON_CALL", "wecom.roles[1].tags=7");
		application.wecom().signInAs("zhangsan");
		TestBrowser browser = application.inWeCom();
		String callback = browser.openUntil("/", "/login/oauth2/code/");
		application.inWeCom().withCookiesOf(browser).get(callback);
		application.inWeCom().withCookiesOf(browser).get(callback);
		application.bean(WeComSessions.class).endAll(SimulatedWeCom.CORP_ID, "zhangsan");
		application.wecom().failNext(SimulatedWeCom.GETUSER, 45009);
		application.inWeCom().open("/");
		String port = application.context().getEnvironment().getRequiredProperty("local.management.port");
		scrape = new Scrape(
				new TestBrowser("http://127.0.0.1:" + port, "Prometheus/3.5.0").get("/actuator/prometheus").body());
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	static Stream<String> queries() throws IOException {
		Stream<String> alerts = alerts().map((rule) -> String.valueOf(rule.get("expr")));
		return Stream.concat(alerts, panels());
	}

	private static Stream<Map<?, ?>> alerts() throws IOException {
		Map<?, ?> file = new Yaml(new SafeConstructor(new LoaderOptions()))
			.load(Files.readString(Path.of("src/deploy/prometheus/wecom-login.rules.yml")));
		return list(file, "groups").flatMap((group) -> list(group, "rules"));
	}

	private static Stream<Map<?, ?>> list(Map<?, ?> map, String key) {
		return ((List<?>) map.get(key)).stream().map((element) -> (Map<?, ?>) element);
	}

	private static Stream<String> panels() throws IOException {
		JsonNode dashboard = JsonMapper.shared()
			.readTree(Files.readString(Path.of("src/deploy/grafana/wecom-login.json")));
		return dashboard.path("panels")
			.valueStream()
			.flatMap((panel) -> panel.path("targets").valueStream())
			.map((target) -> target.path("expr").asString());
	}

	@ParameterizedTest
	@MethodSource("queries")
	void whenQueryThenApplicationHasItsMetricsAndLabels(String query) {
		assertThat(PromQuery.parse(query).selectors()).isNotEmpty();
		assertThat(scrape.missing(query)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "wecom_sign_in_second_count > 0",
			"sum(rate(wecom_sign_in_seconds_count{outcom=\"busy\"}[5m]))", "wecom_circuit_state{state=\"opened\"}",
			"wecom_sign_in_seconds_count{outcome=\"misconfigred\"}", "sum by (registrations) (wecom_circuit_state)",
			"wecom_events_pending / on (job, node) wecom_sign_in_working",
			"wecom_api_seconds_count{endpoint=~\"/cgi-bin/(dept/list)\"}" })
	void whenQueryHasATypingErrorThenItIsFound(String query) {
		assertThat(scrape.missing(query)).isNotEmpty();
	}

	@Test
	void whenDashboardThenEachPanelHasAQuery() throws IOException {
		assertThat(panels()).hasSizeGreaterThan(20);
		assertThat(JsonMapper.shared()
			.readTree(Files.readString(Path.of("src/deploy/grafana/wecom-login.json")))
			.path("panels")
			.valueStream()
			.filter((panel) -> !panel.path("type").asString().equals("row"))).isNotEmpty()
			.allSatisfy((panel) -> assertThat(panel.path("targets").size()).isPositive());
	}

	@Test
	void whenMeterThenDocumentedWithItsTags() throws IOException {
		Map<String, List<String>> documented = METER_ROW.matcher(Files.readString(OPERATIONS))
			.results()
			.collect(Collectors.toMap((row) -> row.group(1), MonitoringFilesTests::tags));
		List<Meter> ours = application.bean(MeterRegistry.class)
			.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("wecom."))
			.toList();
		assertThat(ours.stream().map((meter) -> meter.getId().getName()).distinct())
			.containsExactlyInAnyOrderElementsOf(documented.keySet());
		assertThat(ours).allSatisfy((meter) -> assertThat(meter.getId().getTags()).extracting((tag) -> tag.getKey())
			.filteredOn((tag) -> !tag.equals("error"))
			.as(meter.getId().getName())
			.containsExactlyInAnyOrderElementsOf(documented.get(meter.getId().getName())));
	}

	private static List<String> tags(MatchResult row) {
		// What is in parentheses explains the values
		return TAG.matcher(row.group(2).replaceAll("\\([^()]*(\\([^()]*\\)[^()]*)*\\)", ""))
			.results()
			.map((tag) -> tag.group(1))
			.toList();
	}

	@Test
	void whenAlertThenDocumented() throws IOException {
		assertThat(ALERT_ROW.matcher(Files.readString(OPERATIONS)).results().map((row) -> row.group(1)))
			.containsExactlyElementsOf(alerts().map((rule) -> (String) rule.get("alert")).toList());
	}

}
