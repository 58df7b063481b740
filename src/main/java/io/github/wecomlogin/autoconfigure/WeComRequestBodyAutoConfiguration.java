package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.event.WeComEventQueue;
import org.apache.catalina.Valve;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration that limits the bodies of callbacks in an embedded Tomcat, which
 * would otherwise read the rest of a rejected body in the request thread.
 */
@AutoConfiguration(after = WeComEventAutoConfiguration.class)
@ConditionalOnClass({ TomcatServletWebServerFactory.class, Valve.class })
@ConditionalOnBean(WeComEventQueue.class)
public final class WeComRequestBodyAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TomcatRequestBodies weComRequestBodies(Environment environment) {
		return TomcatRequestBodies.ofCallbacks(environment);
	}

}
