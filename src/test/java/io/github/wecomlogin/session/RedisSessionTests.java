package io.github.wecomlogin.session;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.wecomlogin.fixture.Eavesdropper;
import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RedisSessions;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.store.RedisServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes of somebody's application, whose sessions are in one Redis.
 */
class RedisSessionTests {

	private static final String JAVA_STRING = "\u00ac\u00ed\u0000\u0005t\u0000\u0001a";

	private static final String CONTEXT = "sessionAttr:SPRING_SECURITY_CONTEXT";

	@RegisterExtension
	static final RedisServerExtension redis = new RedisServerExtension();

	private static RedisSessions sessions;

	private static Cluster java;

	private static Cluster json;

	@BeforeAll
	static void start() {
		sessions = new RedisSessions(redis);
		java = new Cluster(JavaApplication.class, "spring.session.timeout=7m");
		json = new Cluster(JsonApplication.class, "spring.session.data.redis.repository-type=indexed");
	}

	@AfterAll
	static void stop() {
		java.close();
		json.close();
		sessions.close();
	}

	@BeforeEach
	void reset() {
		sessions.clear();
		java.one.reset();
		json.one.reset();
	}

	static Stream<Cluster> clusters() {
		return Stream.of(java, json);
	}

	@ParameterizedTest
	@MethodSource("clusters")
	void whenMemberSignsInOnOneNodeThenAllKnowUntilSignOutOnAny(Cluster cluster) {
		TestBrowser one = cluster.one.signedIn(cluster.one.inWeCom(), "zhangsan");
		TestBrowser two = cluster.two.inWeCom().withCookiesOf(one);
		String page = one.get("/page").body();
		assertThat(two.get("/page")).returns(200, HttpResponse::statusCode).returns(page, HttpResponse::body);
		assertThat(page).contains("\"userId\":\"zhangsan\"", "ROLE_USER", "FACTOR_AUTHORIZATION_CODE");
		cluster.two.signOut(two);
		assertThat(one.get("/page").statusCode()).isEqualTo(302);
		assertThat(two.get("/page").statusCode()).isEqualTo(302);
	}

	@ParameterizedTest
	@MethodSource("clusters")
	void whenSignInStartsOnOneNodeThenItEndsOnAnother(Cluster cluster) {
		cluster.one.wecom().signInAs("lisi");
		TestBrowser one = cluster.one.inWeCom();
		String callback = one.openUntil("/page", "/login/oauth2/code/");
		TestBrowser two = cluster.two.inWeCom().withCookiesOf(one);
		HttpResponse<String> page = two.open(callback.substring(cluster.one.url().length()));
		assertThat(page.statusCode()).as(two.visited().toString()).isEqualTo(200);
		assertThat(two.get("/page").body()).contains("\"userId\":\"lisi\"");
	}

	@ParameterizedTest
	@MethodSource("clusters")
	void whenNobodyIsSignedInThenThereIsNoSession(Cluster cluster) {
		TestBrowser browser = cluster.one.desktop();
		assertThat(browser.get("/page").statusCode()).isEqualTo(302);
		assertThat(browser.get("/oauth2/authorization/wecom").statusCode()).isEqualTo(302);
		assertThat(browser.cookie("JSESSIONID")).isNull();
		assertThat(sessions.keys()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("clusters")
	void whenMemberSignsInAgainThenSessionHasANewId(Cluster cluster) {
		TestBrowser browser = cluster.one.signedIn(cluster.one.inWeCom(), "zhangsan");
		String before = browser.cookie("JSESSIONID");
		TestBrowser old = cluster.two.inWeCom().withCookiesOf(browser);
		assertThat(browser.open("/oauth2/authorization/wecom").statusCode()).isEqualTo(200);
		assertThat(browser.cookie("JSESSIONID")).isNotNull().isNotEqualTo(before);
		assertThat(browser.get("/page").statusCode()).isEqualTo(200);
		assertThat(old.get("/page").statusCode()).isEqualTo(302);
	}

	@ParameterizedTest
	@MethodSource("clusters")
	void whenAttributeCannotBeReadThenMemberSignsInAgain(Cluster cluster) {
		for (String junk : List.of("", "junk", "\u00ac\u00ed\u0000\u0005sr\u0000\u0003a.B",
				"{\"@class\":\"java.io.File\"}",
				"{\"@class\":\"io.github.wecomlogin.user.WeComUser\",\"userId\":\"zhangsan\"}", "\"zhangsan\"", "5",
				JAVA_STRING)) {
			TestBrowser browser = cluster.one.signedIn(cluster.one.inWeCom(), "zhangsan");
			overwrite(CONTEXT, junk);
			aMinuteLater(browser);
			assertThat(browser.get("/page").statusCode()).as(junk).isEqualTo(302);
			assertThat(cluster.one.signedIn(browser, "zhangsan").get("/page").statusCode()).isEqualTo(200);
			sessions.clear();
		}
	}

	@ParameterizedTest
	@MethodSource("clusters")
	void whenSessionItselfCannotBeReadThenMemberGetsAnother(Cluster cluster) {
		for (String field : List.of("creationTime", "lastAccessedTime", "maxInactiveInterval")) {
			TestBrowser browser = cluster.one.signedIn(cluster.one.inWeCom(), "zhangsan");
			String before = browser.cookie("JSESSIONID");
			overwrite(field, "junk");
			aMinuteLater(browser);
			assertThat(browser.get("/page").statusCode()).as(field).isEqualTo(302);
			assertThat(browser.get("/page").statusCode()).isEqualTo(302);
			assertThat(cluster.one.signedIn(browser, "zhangsan").get("/page").statusCode()).isEqualTo(200);
			assertThat(browser.cookie("JSESSIONID")).isNotEqualTo(before);
			sessions.clear();
		}
	}

	@ParameterizedTest
	@MethodSource("clusters")
	void whenMembersSignInThenRedisHoldsNoCredential(Cluster cluster) {
		Set<String> codes = new LinkedHashSet<>();
		for (String person : List.of("zhangsan", "zhaoliu", "zhengrui")) {
			cluster.one.wecom().signInAs(person);
			TestBrowser browser = cluster.one.inWeCom();
			browser.open("/page");
			browser.visited().forEach((uri) -> {
				if (uri.getQuery() != null && uri.getQuery().startsWith("code=")) {
					codes.add(uri.getQuery().replaceAll("code=([^&]+).*", "$1"));
				}
			});
		}
		String dump = sessions.dump();
		assertThat(dump).contains("zhangsan", "zhaoliu");
		assertThat(Eavesdropper.credentials()).hasSizeGreaterThan(2).noneMatch(dump::contains);
		assertThat(codes).isNotEmpty().noneMatch(dump::contains);
	}

	@Test
	void whenSessionsAreSetUpByPropertiesThenTheyHold() {
		java.one.signedIn(java.one.inWeCom(), "zhangsan");
		assertThat(sessions.keys()).hasSize(1)
			.allSatisfy((key) -> assertThat(sessions.secondsToLive(key)).isBetween(300L, 420L))
			.allSatisfy((key) -> assertThat(sessions.fields(key).get(CONTEXT)).doesNotContain("@class"));
		sessions.clear();
		json.one.signedIn(json.one.inWeCom(), "zhangsan");
		assertThat(sessions.keys()).hasSize(1)
			.allSatisfy((key) -> assertThat(sessions.fields(key).get(CONTEXT)).contains("@class"));
	}

	/**
	 * Before that, a session that is gone means that cookies do not come back.
	 */
	private static void aMinuteLater(TestBrowser browser) {
		browser.forgetAttempts();
	}

	private static void overwrite(String field, String value) {
		assertThat(sessions.keys()).isNotEmpty();
		sessions.keys().forEach((key) -> sessions.write(key, field, value.getBytes(StandardCharsets.ISO_8859_1)));
	}

	/**
	 * Two nodes with one WeCom.
	 */
	private static final class Cluster {

		private final String name;

		private final RunningApplication one;

		private final RunningApplication two;

		Cluster(Class<?> application, String property) {
			this.name = application.getSimpleName();
			this.one = new RunningApplication(application, properties(property));
			this.two = new RunningApplication(application,
					properties(property, "wecom.endpoints.api=" + this.one.wecom().apiUrl()));
		}

		private static String[] properties(String... more) {
			return Stream.of(redis.properties(), more, new String[] { "wecom.scope=snsapi_privateinfo" })
				.flatMap(Stream::of)
				.toArray(String[]::new);
		}

		void close() {
			this.one.close();
			this.two.close();
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ProtectedApplication.class, Eavesdropper.class })
	static class JavaApplication {

		@Bean
		SessionRepositoryCustomizer<RedisSessionRepository> lenientSessions() {
			return LenientSessions::applyTo;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ProtectedApplication.class, Eavesdropper.class })
	static class JsonApplication {

		@Bean
		RedisSerializer<Object> springSessionDefaultRedisSerializer() {
			return new JsonSessionSerializer(getClass().getClassLoader());
		}

		@Bean
		SessionRepositoryCustomizer<RedisIndexedSessionRepository> lenientSessions() {
			return LenientSessions::applyTo;
		}

	}

}
