package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.autoconfigure.properties.InvalidWeComPropertyException;
import io.github.wecomlogin.autoconfigure.properties.OddCharacter;
import io.github.wecomlogin.autoconfigure.properties.UnusableValues;
import io.github.wecomlogin.util.Texts;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Fails start-up where the library cannot protect the application: on Spring Boot before
 * version 4, and on the reactive stack, where all auto-configurations would back off
 * silently. {@code wecom.enabled=false} disables the check together with the library.
 * <p>
 * Registered in {@code spring.factories}. Refers only to classes that also exist in
 * Spring Boot 3, and runs before any bean definition of the library is read.
 */
final class SupportedApplicationCheck implements ApplicationListener<ApplicationPreparedEvent> {

	private static final String ENABLED = "wecom.enabled";

	private static final int MAJOR_VERSION = 4;

	@Override
	public void onApplicationEvent(ApplicationPreparedEvent event) {
		if (isEnabled(event.getApplicationContext().getEnvironment())) {
			check(SpringBootVersion.getVersion(), event.getSpringApplication().getWebApplicationType());
		}
	}

	/**
	 * Rejects values that are neither true nor false, which conditions would treat as
	 * false and thereby disable the library.
	 */
	private static boolean isEnabled(Environment environment) {
		String text = environment.resolvePlaceholders("${" + ENABLED + ":true}").strip();
		UnusableValues.refusePlaceholder(ENABLED, text);
		if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
			throw new InvalidWeComPropertyException(ENABLED, "is neither true nor false" + OddCharacter.remark(text),
					Texts.OPERATORS.both("remedy.enabled"));
		}
		return text.equalsIgnoreCase("true");
	}

	static void check(@Nullable String springBootVersion, @Nullable WebApplicationType type) {
		if (isTooOld(springBootVersion)) {
			throw new UnsupportedApplicationException(
					"wecom-login needs Spring Boot 4.0 or newer, but this application runs on Spring Boot "
							+ springBootVersion + ".",
					Texts.OPERATORS.inBoth("remedy.spring-boot"));
		}
		if (type == WebApplicationType.REACTIVE) {
			throw new UnsupportedApplicationException(
					"wecom-login needs the servlet stack (Spring MVC), but this application runs on WebFlux.",
					Texts.OPERATORS.inBoth("remedy.servlet-stack"));
		}
	}

	private static boolean isTooOld(@Nullable String springBootVersion) {
		if (springBootVersion == null) {
			return false;
		}
		try {
			return Integer.parseInt(springBootVersion.split("\\.", 2)[0]) < MAJOR_VERSION;
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

}
