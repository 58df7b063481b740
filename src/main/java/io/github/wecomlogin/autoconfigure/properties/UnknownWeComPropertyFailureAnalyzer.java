package io.github.wecomlogin.autoconfigure.properties;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import io.github.wecomlogin.util.Texts;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Reports unknown properties under {@code wecom} with the nearest known property, or that
 * lists of two sources are not merged. Spring Boot's own analyzer prints the values, and
 * a misspelt key such as {@code wecom.corp-secret} may hold a secret.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public class UnknownWeComPropertyFailureAnalyzer
		extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("wecom");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
		List<ConfigurationProperty> ours = cause.getUnboundProperties()
			.stream()
			.filter((property) -> PREFIX.isAncestorOf(property.getName()))
			.toList();
		if (ours.isEmpty()) {
			return null;
		}
		List<ConfigurationProperty> unknown = ours.stream()
			.filter((property) -> !KnownProperties.isEntryOfList(key(property)))
			.toList();
		return unknown.isEmpty() ? ofEntries(ours, cause) : ofUnknown(unknown, cause);
	}

	private static FailureAnalysis ofEntries(List<ConfigurationProperty> entries, Throwable cause) {
		return new FailureAnalysis(
				"Spring does not merge lists from two sources, but " + names(entries)
						+ " continues a list whose first entries are not in the same source.",
				Texts.OPERATORS.inBoth("remedy.split-list"), cause);
	}

	private static FailureAnalysis ofUnknown(List<ConfigurationProperty> unknown, Throwable cause) {
		String suggestions = unknown.stream()
			.map((property) -> KnownProperties.nearest(key(property)))
			.filter(Objects::nonNull)
			.distinct()
			.map((key) -> "'" + PREFIX + "." + key + "'")
			.collect(Collectors.joining(", "));
		String nearest = suggestions.isEmpty() ? "" : Texts.OPERATORS.inBoth("remedy.similar-name", suggestions) + " ";
		return new FailureAnalysis("Unknown property: " + names(unknown) + ".",
				nearest + Texts.OPERATORS.inBoth("remedy.unknown-property"), cause);
	}

	private static String key(ConfigurationProperty property) {
		return property.getName().toString().substring(PREFIX.toString().length() + 1);
	}

	private static String names(List<ConfigurationProperty> properties) {
		return properties.stream().map(UnknownWeComPropertyFailureAnalyzer::describe).collect(Collectors.joining(", "));
	}

	private static String describe(ConfigurationProperty property) {
		String origin = (property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "";
		return "'" + property.getName() + "'" + origin;
	}

}
