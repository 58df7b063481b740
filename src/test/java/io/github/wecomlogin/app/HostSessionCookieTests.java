package io.github.wecomlogin.app;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Cookie;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The name of the session cookie, by what browsers use.
 */
class HostSessionCookieTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withUserConfiguration(Properties.class, HostSessionCookie.class)
		.withPropertyValues("server.servlet.session.cookie.name=JSESSIONID");

	@ParameterizedTest
	@ValueSource(strings = { "wecom.base-url=https://portal.example.com", "wecom.base-url=HTTPS://portal.example.com/a",
			"server.ssl.bundle=web" })
	void whenBrowsersUseHttpsThenTheCookieIsBoundToTheHost(String property) {
		this.runner.withPropertyValues(property).run((context) -> {
			Cookie cookie = cookie(context.getBean(ServerProperties.class));
			assertThat(cookie.getName()).isEqualTo("__Host-JSESSIONID");
			assertThat(cookie.getPath()).isEqualTo("/");
			assertThat(cookie.getSecure()).isTrue();
			assertThat(cookie.getDomain()).isNull();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "wecom.base-url=http://localhost:8080", "wecom.base-url=", "server.ssl.enabled=false" })
	void whenBrowsersMayUseHttpThenTheCookieHasItsPlainName(String property) {
		this.runner.withPropertyValues(property).run((context) -> {
			Cookie cookie = cookie(context.getBean(ServerProperties.class));
			assertThat(cookie.getName()).isEqualTo("JSESSIONID");
			assertThat(cookie.getSecure()).isNull();
		});
	}

	@Test
	void whenThereIsAContextPathThenItIsPartOfTheName() {
		this.runner
			.withPropertyValues("wecom.base-url=https://portal.example.com/hr/staff",
					"server.servlet.context-path=/hr/staff")
			.run((context) -> {
				assertThat(cookie(context.getBean(ServerProperties.class)).getName())
					.isEqualTo("__Host-JSESSIONID-hr-staff");
				assertThat(cookie(context.getBean(ServerProperties.class)).getPath()).isEqualTo("/");
			});
	}

	@Test
	void whenTheCookieIsConfiguredThenItStaysAsItIs() {
		for (String property : List.of("name=SID", "domain=example.com", "path=/hr")) {
			this.runner
				.withPropertyValues("wecom.base-url=https://portal.example.com",
						"server.servlet.session.cookie." + property)
				.run((context) -> assertThat(cookie(context.getBean(ServerProperties.class)).getName())
					.doesNotStartWith("__Host-"));
		}
	}

	@Test
	void whenSessionsAreSharedThenTheirCookieIsTheSame() {
		new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(AutoConfigurations.of(SessionAutoConfiguration.class))
			.withUserConfiguration(Properties.class, HostSessionCookie.class, SharedSessions.class)
			.withPropertyValues("server.servlet.session.cookie.name=JSESSIONID",
					"wecom.base-url=https://portal.example.com")
			.run((context) -> {
				MockHttpServletRequest request = new MockHttpServletRequest();
				MockHttpServletResponse response = new MockHttpServletResponse();
				CookieSerializer serializer = context.getBean(DefaultCookieSerializer.class);
				serializer.writeCookieValue(new CookieSerializer.CookieValue(request, response, "id"));
				assertThat(response.getHeader("Set-Cookie")).startsWith("__Host-JSESSIONID=")
					.contains("Path=/;", "Secure")
					.doesNotContain("Domain");
			});
	}

	private static Cookie cookie(ServerProperties server) {
		return server.getServlet().getSession().getCookie();
	}

	@EnableConfigurationProperties(ServerProperties.class)
	static class Properties {

	}

	@EnableSpringHttpSession
	static class SharedSessions {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory(0);
		}

		@Bean
		MapSessionRepository sessionRepository() {
			return new MapSessionRepository(new ConcurrentHashMap<>());
		}

	}

}
