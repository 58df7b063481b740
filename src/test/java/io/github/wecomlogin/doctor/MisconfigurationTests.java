package io.github.wecomlogin.doctor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.wecomlogin.UnusedPorts;
import io.github.wecomlogin.client.TlsServer;
import io.github.wecomlogin.fixture.FaultyProxy;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Employee;
import io.github.wecomlogin.store.RedisSharedStore;
import io.github.wecomlogin.store.SharedStore;
import io.github.wecomlogin.store.SharedStoreException;
import io.github.wecomlogin.util.LocalizedText;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/**
 * Each misconfiguration is named by a failed check with its remedy.
 */
class MisconfigurationTests {

	/**
	 * Two words in a row. Names, codes and values have one, except for a command.
	 */
	private static final Pattern ENGLISH_WORDS = Pattern.compile("(?!openssl)\\b[A-Za-z][a-z']+,? [a-z]{2,}");

	private static final String AES_KEY_OF_CONTACTS = "C".repeat(43);

	private static SetUpUnderTest setUp;

	private static TlsServer inspectingProxy;

	private static FaultyProxy refusingProxy;

	private static LettuceConnectionFactory absentRedis;

	@BeforeAll
	static void start(@TempDir Path directory) {
		setUp = new SetUpUnderTest();
		inspectingProxy = new TlsServer(directory, "localhost");
		absentRedis = new LettuceConnectionFactory("127.0.0.1", UnusedPorts.next());
		absentRedis.afterPropertiesSet();
		refusingProxy = new FaultyProxy();
		refusingProxy.injectAll((path) -> (exchange) -> {
			exchange.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
			exchange.close();
		});
	}

	@AfterAll
	static void stop() {
		refusingProxy.close();
		absentRedis.destroy();
		inspectingProxy.close();
		setUp.close();
	}

	@BeforeEach
	void reset() {
		setUp.reset();
	}

	static Stream<Misconfiguration> misconfigurations() {
		return Stream.of(properties(), network(), application(), rules(), site(), store()).flatMap(List::stream);
	}

	private static List<Misconfiguration> properties() {
		return List.of(
				wrong("corp ID missing", (it) -> it.remove("wecom.corp-id"), "properties", "'wecom.corp-id' is missing",
						"我的企业"),
				wrong("Secret in place of the corp ID", (it) -> it.set("wecom.corp-id", SimulatedWeCom.SECRET),
						"properties", "'wecom.corp-id' is not a valid corp ID", "我的企业"),
				wrong("AgentId is no number", (it) -> it.set("wecom.agent-id", "portal"), "properties",
						"'wecom.agent-id' is not a valid AgentId", "应用管理"),
				wrong("Secret cut off", (it) -> it.set("wecom.secret", "abc"), "properties",
						"'wecom.secret' has 3 characters", "View (查看)"),
				wrong("Secret not in the environment", (it) -> it.set("wecom.secret", "${PORTAL_SECRET}"), "properties",
						"refers to ${PORTAL_SECRET}", "Set PORTAL_SECRET in the environment"),
				wrong("Key misspelt", (it) -> it.set("wecom.secert", "x"), "properties",
						"Unknown property: 'wecom.secert'", "Did you mean 'wecom.secret'?"),
				wrong("Unit of a duration unknown", (it) -> it.set("wecom.http.read-timeout", "5sec"), "properties",
						"'wecom.http.read-timeout' has a value that is no Duration", "value of this type"),
				wrong("Unit of a duration missing", (it) -> it.set("wecom.session.recheck-interval", "600"),
						"properties", "its unit is missing", "Add the unit"),
				wrong("Address without scheme", (it) -> it.set("wecom.base-url", "portal.example.com"), "properties",
						"'wecom.base-url'", "https://hr.example.com"),
				wrong("Proxy without port", (it) -> it.set("wecom.http.proxy", "http://proxy.example.com"),
						"properties", "'wecom.http.proxy'", "http://host:port"),
				wrong("API without TLS", (it) -> it.set("wecom.endpoints.api", "http://wecom.example.com"),
						"properties", "'wecom.endpoints.api'", "Remove it to use WeCom"),
				wrong("Rule without members", (it) -> it.set("wecom.roles[2].role", "AUDITOR"), "properties",
						"'wecom.roles[2]' does not select any members", "Add at least one of users"),
				wrong("Callback without key", (it) -> it.remove("wecom.callback.encoding-aes-key"), "properties",
						"'wecom.callback.encoding-aes-key' is missing", "接收消息"),
				wrong("Token of the set-up too short", (it) -> it.set("wecom.setup.token", "short"), "properties",
						"'wecom.setup.token' has 5 characters", "openssl rand"),
				wrong("Brand colour not readable", (it) -> {
					it.set("wecom.brand.logo", "javascript:x");
					it.set("wecom.brand.color", "#ffffff");
				}, "properties", "'wecom.brand.color' is #ffffff", "darker shade"),
				wrong("Link to the app is a script", (it) -> it.set("wecom.app-link", "javascript:x"), "properties",
						"'wecom.app-link' is not a link that opens an app", "scheme of the WeCom app"),
				wrong("Script of the login panel without TLS", (it) -> {
					it.set("wecom.login-panel.enabled", "true");
					it.set("wecom.login-panel.script", "http://example.com/x.js");
				}, "properties", "'wecom.login-panel.script' is 'http://example.com/x.js'", "Remove it"),
				wrong("Callback of contacts without key", (it) -> {
					it.remove("wecom.callback.encoding-aes-key");
					it.set("wecom.contact-callback.token", "Token");
				}, "properties", "'wecom.contact-callback.encoding-aes-key' is missing", "接收"),
				wrong("Callback of contacts of an unknown company", (it) -> {
					it.remove("wecom.corp-id");
					it.set("wecom.contact-callback.token", "Tok-en");
					it.set("wecom.contact-callback.encoding-aes-key", AES_KEY_OF_CONTACTS);
				}, "properties", "'wecom.contact-callback.token' has 6 characters", "接收"),
				wrong("Name of the domain file wrong", (it) -> it.set("wecom.domain-verification", "verify.txt"),
						"properties", "has the entry 'verify.txt'", "申请校验域名"));
	}

	private static List<Misconfiguration> network() {
		return List.of(wrong("Name of the API unknown", (it) -> {
			realCompany(it);
			it.set("wecom.endpoints.api", "https://wecom.invalid");
		}, "api_connection", "host_not_found: wecom.invalid", "Check the DNS"),
				wrong("API not reachable",
						(it) -> it.set("wecom.endpoints.api", "http://127.0.0.1:" + UnusedPorts.next()),
						"api_connection", "unreachable: 127.0.0.1", "on port 443"),
				wrong("Proxy not running", (it) -> {
					it.set("wecom.endpoints.api", "https://localhost:" + inspectingProxy.port());
					it.set("wecom.http.proxy", "http://127.0.0.1:" + UnusedPorts.next());
				}, "api_connection", "proxy_unreachable", "Check that the proxy of wecom.http.proxy is running"),
				wrong("Proxy refuses", (it) -> {
					realCompany(it);
					it.set("wecom.endpoints.api", "https://qyapi.weixin.qq.com");
					it.set("wecom.http.proxy", refusingProxy.url());
				}, "api_connection", "proxy_refused", "Allow the proxy of wecom.http.proxy"),
				wrong("TLS inspected",
						(it) -> it.set("wecom.endpoints.api", "https://localhost:" + inspectingProxy.port()),
						"api_connection", "Certificate: CN=localhost, issued by CN=localhost",
						"a proxy or firewall inspects TLS"),
				wrong("Sign-in page of a hotel",
						(it) -> it.weCom()
							.wireMock()
							.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok("<html>Sign in</html>"))),
						"api_connection", "not JSON", "allow the firewall to pass calls"),
				wrong("Clock ahead", (it) -> it.setClock(Duration.ofMinutes(15)), "clock", "by 90", "chrony"),
				wrong("Clock behind", (it) -> it.setClock(Duration.ofHours(-1)), "clock", "by -3", "chrony"));
	}

	private static List<Misconfiguration> application() {
		return List.of(
				wrong("Corp ID of no company", (it) -> it.weCom().fail(SimulatedWeCom.GETTOKEN, 40013), "secret",
						"The corp id is not valid", "我的企业 → 企业信息"),
				wrong("Secret reset", (it) -> it.weCom().fail(SimulatedWeCom.GETTOKEN, 40001), "secret",
						"The Secret is missing, wrong, reset", "view its Secret"),
				wrong("Secret of another company", (it) -> it.weCom().fail(SimulatedWeCom.GETTOKEN, 40091), "secret",
						"may belong to another corp", "wecom.corp-id"),
				wrong("Address not trusted at once", (it) -> it.weCom().fail(SimulatedWeCom.GETTOKEN, 60020),
						"trusted_ip", "203.0.113.7", "add 203.0.113.7 under 开发者接口 → 企业可信IP"),
				wrong("Address not trusted after gettoken", (it) -> it.weCom().fail(SimulatedWeCom.AGENT_GET, 60020),
						"trusted_ip", "203.0.113.7", "add 203.0.113.7 under 开发者接口 → 企业可信IP"),
				wrong("AgentId of another application", (it) -> it.set("wecom.agent-id", "1000003"), "agent_id",
						"belongs to another application", "AgentId and Secret of that one page"),
				wrong("AgentId of no application", (it) -> it.weCom().fail(SimulatedWeCom.AGENT_GET, 40056), "agent_id",
						"The AgentId is not valid", "应用管理"),
				wrong("Secret of contact sync", (it) -> it.weCom().fail(SimulatedWeCom.AGENT_GET, 48002), "agent_id",
						"may not make this call", "通讯录同步"),
				wrong("Application disabled", (it) -> agent(it, "\"close\":1"), "application", "disabled", "应用管理"),
				wrong("Visible range empty",
						(it) -> it.weCom()
							.company()
							.employees()
							.forEach((employee) -> it.weCom().company().update(employee.withVisible(false))),
						"visible_range", "is empty", "可见范围"),
				wrong("Member not in the visible range", (it) -> hide(it, "wangwu"), "member",
						"no permission for this member", "可见范围"),
				wrong("Member disabled", (it) -> disable(it, "wangwu"), "member", "the account is disabled", "通讯录"),
				wrong("Member not allowed", (it) -> it.set("wecom.allow.departments[0]", "2"), "member",
						"the rule wecom.allow does not select the member", "通讯录"));
	}

	private static List<Misconfiguration> rules() {
		return List.of(
				wrong("Department unknown", (it) -> it.set("wecom.roles[0].departments[0]", "法务部"), "rule",
						"The department '法务部' is named by wecom.roles[0]", "可见范围"),
				wrong("Department id unknown", (it) -> it.set("wecom.roles[0].departments[0]", "99"), "rule",
						"Department 99 is named by wecom.roles[0]", "可见范围"),
				wrong("Department names hidden", (it) -> it.weCom().hideDepartmentNames(true), "department_names",
						"may not read department names", "Use department ids"),
				wrong("Departments not permitted", (it) -> it.weCom().fail(SimulatedWeCom.DEPARTMENT_LIST, 60011),
						"departments", "no permission", "可见范围"),
				wrong("Tag deleted", (it) -> it.set("wecom.roles[1].tags[0]", "9"), "tags", "Tag 9",
						"that the tag still exists"),
				wrong("Tag not permitted", (it) -> it.weCom().fail(SimulatedWeCom.TAG_GET, 60011), "tags", "Tag 7",
						"可见范围"));
	}

	private static List<Misconfiguration> site() {
		return List.of(wrong("Other trusted domain", (it) -> agent(it, "\"redirect_domain\":\"portal.example.com\""),
				"trusted_domain", "is portal.example.com, but the host of wecom.base-url is 127.0.0.1", "as 可信域名"),
				wrong("Host of the site unknown", (it) -> it.set("wecom.base-url", "https://portal.invalid"),
						"base_url", "portal.invalid", "Check the spelling of wecom.base-url"),
				wrong("Certificate of the site not trusted",
						(it) -> it.set("wecom.base-url", "https://localhost:" + inspectingProxy.port()), "base_url",
						"issued by CN=localhost", "certificate authority"),
				wrong("No trusted domain", (it) -> agent(it, "\"redirect_domain\":\"\""), "trusted_domain",
						"has no trusted domain", "授权回调域"),
				wrong("Domain file not served", SetUpUnderTest::moveToOtherSite, "domain_file", "HTTP 404", "申请校验域名"),
				wrong("Domain file behind a sign-in",
						(it) -> it.moveToOtherSite()
							.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.temporaryRedirect("/login"))),
						"domain_file", "HTTP 302", "unchanged from the root"),
				wrong("Domain file of another application",
						(it) -> it.moveToOtherSite()
							.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok("another code"))),
						"domain_file", "has other content", "write it after ="),
				wrong("Callback not passed on", SetUpUnderTest::moveToOtherSite, "callback", "is not found",
						"/wecom/callback/"),
				wrong("Callback behind a sign-in",
						(it) -> it.moveToOtherSite()
							.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.temporaryRedirect("/login"))),
						"callback", "is not answered by this application (HTTP 302)", "without a sign-in"),
				wrong("Callback with another key", (it) -> it.set("wecom.callback.encoding-aes-key", "Q".repeat(43)),
						"callback", "refuses a request that is signed with the configured keys",
						"Restart the application"),
				wrong("Callback with another token", (it) -> it.set("wecom.callback.token", "other"), "callback",
						"refuses a request that is signed with the configured keys", "接收消息"));
	}

	private static List<Misconfiguration> store() {
		return List.of(
				wrong("Redis not running", (it) -> it.setStore(() -> new RedisSharedStore(absentRedis)), "store",
						"Redis cannot be used", "spring.data.redis"),
				wrong("Redis read-only", (it) -> it.setStore(MisconfigurationTests::readOnlyStore), "store", "READONLY",
						"write to it"),
				wrong("Redis not configured", (it) -> it.setStore(() -> {
					throw new IllegalStateException("password=hidden");
				}), "store", "IllegalStateException", "spring.data.redis"));
	}

	@ParameterizedTest
	@MethodSource("misconfigurations")
	void whenSetUpIsWrongThenItIsNamedWithItsRemedy(Misconfiguration wrong) {
		wrong.seed().accept(setUp);
		DoctorReport report = setUp.examine("wangwu");
		assertThat(report.status()).isEqualTo(Finding.Status.FAILED);
		assertThat(report.findings())
			.filteredOn((finding) -> finding.status() == Finding.Status.FAILED && finding.check().equals(wrong.check()))
			.anySatisfy((finding) -> {
				assertThat(finding.text().english()).contains(wrong.text());
				assertThat(finding.remedy()).isNotNull();
				assertThat(finding.remedy().english()).contains(wrong.remedy());
				assertThat(finding.remedy().chinese()).containsPattern("\\p{IsHan}");
			});
		assertThat(report.apiCalls()).isLessThanOrEqualTo(9);
	}

	@ParameterizedTest
	@MethodSource("misconfigurations")
	void whenReportIsInChineseThenItHasNoEnglishSentence(Misconfiguration wrong) {
		wrong.seed().accept(setUp);
		assertThat(setUp.examine("wangwu").findings()).flatExtracting(Finding::title, Finding::text, Finding::remedy)
			.filteredOn(Objects::nonNull)
			.asInstanceOf(InstanceOfAssertFactories.list(LocalizedText.class))
			.extracting(LocalizedText::chinese)
			.allSatisfy((text) -> assertThat(text).doesNotContainPattern(ENGLISH_WORDS));
	}

	@Test
	void whenMisconfigurationsAreSeededThenAtLeastTwentyFive() {
		assertThat(misconfigurations()).hasSizeGreaterThanOrEqualTo(25);
	}

	private static void realCompany(SetUpUnderTest it) {
		it.set("wecom.corp-id", "ww0123456789abcdef");
		it.set("wecom.secret", "Secret-_0123456789abcdefghijklmnopqrstuvwxy");
	}

	private static void agent(SetUpUnderTest it, String field) {
		it.weCom()
			.wireMock()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo(SimulatedWeCom.AGENT_GET))
				.willReturn(WireMock.okJson("{\"errcode\":0,\"allow_partys\":{\"partyid\":[1]}," + field + "}")));
	}

	private static void hide(SetUpUnderTest it, String userId) {
		it.weCom().company().update(it.weCom().company().employee(userId).withVisible(false));
	}

	private static void disable(SetUpUnderTest it, String userId) {
		it.weCom().company().update(it.weCom().company().employee(userId).withStatus(Employee.DISABLED));
	}

	private static SharedStore readOnlyStore() {
		SharedStore store = mock(SharedStore.class);
		willThrow(new SharedStoreException("RedisReadOnlyException READONLY")).given(store).put(any(), any(), any());
		return store;
	}

	private static Misconfiguration wrong(String what, Consumer<SetUpUnderTest> seed, String check, String text,
			String remedy) {
		return new Misconfiguration(what, seed, check, text, remedy);
	}

	/**
	 * Something that an administrator gets wrong.
	 *
	 * @param what what is wrong
	 * @param seed makes it wrong
	 * @param check the check that names it
	 * @param text part of what is said
	 * @param remedy part of the remedy
	 */
	private record Misconfiguration(String what, Consumer<SetUpUnderTest> seed, String check, String text,
			String remedy) {

		@Override
		public String toString() {
			return this.what;
		}

	}

}
