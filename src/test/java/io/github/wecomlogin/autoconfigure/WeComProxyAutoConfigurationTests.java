package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.autoconfigure.properties.InvalidWeComPropertyException;
import io.github.wecomlogin.web.request.TrustedProxies;
import org.apache.catalina.valves.RemoteIpValve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which proxies an application believes.
 */
class WeComProxyAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withConfiguration(AutoConfigurations.of(WeComProxyAutoConfiguration.class, WeComTomcatAutoConfiguration.class,
				TomcatServletWebServerAutoConfiguration.class))
		.withPropertyValues("server.port=0", "server.forward-headers-strategy=native");

	@Test
	void whenNothingIsSetThenOnlyLoopbackIsBelieved() {
		this.runner.run((context) -> {
			assertThat(ranges(context)).isEqualTo("[127.0.0.0/8, ::1/128]");
			assertThat(internalProxies(context)).containsExactlyInAnyOrder("127.0.0.0/8", "::1/128");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "wecom.trusted-proxies=10.1.0.0/16, 192.0.2.10,2001:db8::/48",
			"wecom.trustedProxies=10.1.0.0/16,192.0.2.10,2001:db8::/48" })
	void whenProxiesAreSetThenTheyAreBelieved(String property) {
		this.runner.withPropertyValues(property).run((context) -> {
			assertThat(ranges(context)).isEqualTo("[10.1.0.0/16, 192.0.2.10/32, 2001:db8::/48]");
			assertThat(internalProxies(context)).containsExactlyInAnyOrder("10.1.0.0/16", "192.0.2.10/32",
					"2001:db8::/48");
		});
	}

	@Test
	void whenListIsEmptyThenNoProxyIsBelieved() {
		this.runner.withPropertyValues("wecom.trusted-proxies=").run((context) -> {
			assertThat(ranges(context)).isEqualTo("[]");
			assertThat(valve(context).getInternalProxies()).isNullOrEmpty();
		});
	}

	@Test
	void whenTomcatHasAListOfItsOwnThenItStaysUnlessOursIsSet() {
		WebApplicationContextRunner own = this.runner
			.withPropertyValues("server.tomcat.remoteip.internal-proxies=192\\.0\\.2\\.1");
		own.run((context) -> assertThat(valve(context).getInternalProxies()).isEqualTo("192\\.0\\.2\\.1"));
		own.withPropertyValues("wecom.trusted-proxies=192.0.2.2")
			.run((context) -> assertThat(valve(context).getInternalProxies()).isEqualTo("192.0.2.2/32"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "nginx", "10.0.0.0/33", "10\\.0\\..*" })
	void whenEntryIsNoAddressThenStartUpSaysSo(String entry) {
		this.runner.withPropertyValues("wecom.trusted-proxies=127.0.0.1," + entry)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidWeComPropertyException.class)
				.hasMessageContaining("wecom.trusted-proxies")
				.hasMessageContaining(entry));
	}

	@Test
	void whenServerIsNoTomcatThenListIsThereAllTheSame() {
		Runners.web()
			.withConfiguration(
					AutoConfigurations.of(WeComProxyAutoConfiguration.class, WeComTomcatAutoConfiguration.class))
			.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
					"wecom.secret=Secret-_0123456789abcdefghijklmnopqrstuvwxy")
			.withClassLoader(new FilteredClassLoader(TomcatWebServerFactory.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TrustedProxies.class));
	}

	private static String ranges(AssertableWebApplicationContext context) {
		return context.getBean(TrustedProxies.class).ranges().toString();
	}

	private static String[] internalProxies(AssertableWebApplicationContext context) {
		return valve(context).getInternalProxies().split(",\\s*");
	}

	private static RemoteIpValve valve(AssertableWebApplicationContext context) {
		return context.getBean(TomcatServletWebServerFactory.class)
			.getEngineValves()
			.stream()
			.filter(RemoteIpValve.class::isInstance)
			.map(RemoteIpValve.class::cast)
			.findFirst()
			.orElseThrow();
	}

}
