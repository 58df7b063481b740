package io.github.wecomlogin.autoconfigure.properties;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
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
		Explanation explanation = explain(cause);
		return (explanation != null)
				? new FailureAnalysis(explanation.problem().toString(), explanation.remedy().toString(), cause) : null;
	}

	/**
	 * Explains unknown keys and incomplete lists under {@code wecom}.
	 * @return the explanation, or {@code null} if no property of this library is
	 * concerned
	 */
	static @Nullable Explanation explain(UnboundConfigurationPropertiesException cause) {
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
		return unknown.isEmpty() ? ofEntries(ours) : ofUnknown(unknown);
	}

	private static Explanation ofEntries(List<ConfigurationProperty> entries) {
		return new Explanation(Texts.OPERATORS.both("problem.split-list", names(entries)),
				Texts.OPERATORS.both("remedy.split-list"));
	}

	private static Explanation ofUnknown(List<ConfigurationProperty> unknown) {
		String suggestions = unknown.stream()
			.map((property) -> KnownProperties.nearest(key(property)))
			.filter(Objects::nonNull)
			.distinct()
			.map((key) -> "'" + PREFIX + "." + key + "'")
			.collect(Collectors.joining(", "));
		LocalizedText remedy = Texts.OPERATORS.both("remedy.unknown-property");
		return new Explanation(Texts.OPERATORS.both("problem.unknown", names(unknown)),
				suggestions.isEmpty() ? remedy : Texts.OPERATORS.both("remedy.similar-name", suggestions).and(remedy));
	}

	private static String key(ConfigurationProperty property) {
		return property.getName().toString().substring(PREFIX.toString().length() + 1);
	}

	private static LocalizedText names(List<ConfigurationProperty> properties) {
		List<LocalizedText> names = properties.stream().map(UnknownWeComPropertyFailureAnalyzer::describe).toList();
		return new LocalizedText(names.stream().map(LocalizedText::english).collect(Collectors.joining(", ")),
				names.stream().map(LocalizedText::chinese).collect(Collectors.joining(", ")));
	}

	private static LocalizedText describe(ConfigurationProperty property) {
		Origin origin = property.getOrigin();
		return (origin != null)
				? Texts.OPERATORS.both("problem.key-and-place", property.getName(),
						new LocalizedText(origin.toString(), place(origin)))
				: Texts.OPERATORS.both("problem.key", property.getName());
	}

	/**
	 * Returns where a key is written, without the English words of its origin.
	 */
	private static String place(Origin origin) {
		if (origin instanceof PropertySourceOrigin source) {
			return (source.getOrigin() != null) ? place(source.getOrigin()) : source.getPropertySource().getName();
		}
		if (origin instanceof TextResourceOrigin text && text.getResource() != null) {
			return text.getResource().getFilename() + ":" + text.getLocation();
		}
		return (origin instanceof SystemEnvironmentOrigin variable) ? variable.getProperty() : origin.toString();
	}

	/**
	 * What is wrong with the keys, and the remedy.
	 */
	record Explanation(LocalizedText problem, LocalizedText remedy) {

	}

}
