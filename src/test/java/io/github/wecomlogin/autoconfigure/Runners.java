package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.fixture.SharedMetadataReaders;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration;
import org.springframework.boot.security.oauth2.client.autoconfigure.servlet.OAuth2ClientWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;

/**
 * Applications as Spring Boot would put them together.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class Runners {

	private Runners() {
	}

	public static WebApplicationContextRunner web() {
		return new WebApplicationContextRunner().withInitializer(new SharedMetadataReaders())
			.withConfiguration(autoConfigurations());
	}

	public static AutoConfigurations autoConfigurations() {
		return AutoConfigurations.of(WeComAutoConfiguration.class, WeComSimulatorAutoConfiguration.class,
				WeComTokenAutoConfiguration.class, SecurityAutoConfiguration.class,
				ServletWebSecurityAutoConfiguration.class, OAuth2ClientAutoConfiguration.class,
				OAuth2ClientWebSecurityAutoConfiguration.class, WebMvcAutoConfiguration.class);
	}

}
