package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import io.github.wecomlogin.web.request.TrustedProxies;
import org.apache.catalina.Valve;
import org.apache.catalina.valves.RemoteIpValve;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration that restricts Tomcat's forwarded headers to
 * {@code wecom.trusted-proxies}. With {@code server.forward-headers-strategy=native},
 * Tomcat trusts all private addresses by default, including those of clients.
 * {@code server.tomcat.remoteip.internal-proxies} applies if
 * {@code wecom.trusted-proxies} is not set.
 */
@AutoConfiguration(after = WeComProxyAutoConfiguration.class)
@ConditionalOnClass({ TomcatWebServerFactory.class, RemoteIpValve.class })
@ConditionalOnBean(TrustedProxies.class)
public final class WeComTomcatAutoConfiguration {

	private static final String TOMCATS_OWN = "server.tomcat.remoteip.internal-proxies";

	/**
	 * Unordered, to run after Spring Boot's customizer, which adds the valve.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatWebServerFactory> weComTrustedProxiesCustomizer(TrustedProxies proxies,
			WeComProperties properties, Environment environment) {
		boolean tomcatsOwn = properties.getTrustedProxies() == null && environment.containsProperty(TOMCATS_OWN);
		return (factory) -> {
			for (Valve valve : factory.getEngineValves()) {
				if (valve instanceof RemoteIpValve remoteIp && !tomcatsOwn) {
					remoteIp.setInternalProxies(String.join(",", proxies.ranges()));
				}
			}
		};
	}

}
