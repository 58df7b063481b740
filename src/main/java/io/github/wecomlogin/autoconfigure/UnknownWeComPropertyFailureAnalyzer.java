package io.github.wecomlogin.autoconfigure;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says at start-up which properties under {@code wecom} there are not. Spring Boot's own
 * analyzer shows their values too, and {@code wecom.corp-secret} has one that must not be
 * in a log.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnknownWeComPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("wecom");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
		String names = cause.getUnboundProperties()
			.stream()
			.filter((property) -> PREFIX.isAncestorOf(property.getName()))
			.map(UnknownWeComPropertyFailureAnalyzer::describe)
			.collect(Collectors.joining(", "));
		return names.isEmpty() ? null : new FailureAnalysis("There is no property " + names + ".",
				"Correct its name; the README lists all properties of wecom. 请更正属性名，README 中列有全部 wecom 属性。", cause);
	}

	private static String describe(ConfigurationProperty property) {
		String origin = (property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "";
		return "'" + property.getName() + "'" + origin;
	}

}
