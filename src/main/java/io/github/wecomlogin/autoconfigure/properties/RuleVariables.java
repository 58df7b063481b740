package io.github.wecomlogin.autoconfigure.properties;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.wecomlogin.util.Texts;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Finds environment variables and system properties that look like rules, or like keys
 * without which a registration does not work, but are not bound. Spring Boot does not
 * check these two sources for unknown keys, since other programs use them as well; a
 * misspelt {@code WECOM_ALLOW_DEPARTMENT} would admit all members. Of a registration
 * whose ID has a {@code -}, Spring Boot reads variables only if another source names the
 * registration, and if {@code _} stands for each {@code -} of the whole name.
 */
final class RuleVariables {

	private static final Set<String> UNCHECKED = Set.of(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
			StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

	private static final List<String> LISTS = List.of("users", "departments", "tags", "positions", "leader-of",
			"main-department");

	private static final List<String> WORDS = List.of("leader", "direct", "match");

	/**
	 * Keys of a registration without which it does not work.
	 */
	private static final List<String> KEYS = List.of("corp-id", "agent-id", "secret", "callback.token",
			"callback.encoding-aes-key");

	private static final Pattern SEPARATORS = Pattern.compile("[^A-Za-z0-9]+");

	/**
	 * Variables that Kubernetes sets for services, such as one named wecom-allow.
	 */
	private static final Pattern SERVICE_LINK = Pattern
		.compile("_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT|PORT_[0-9]+_(TCP|UDP|SCTP)(_[A-Z]+)?)$");

	private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");

	private final List<Registration> registrations = new ArrayList<>();

	/**
	 * Creates the check.
	 * @param properties the bound properties
	 */
	RuleVariables(WeComProperties properties) {
		this.registrations.add(new Registration(List.of(ConfigurationPropertyName.of("wecom")), properties));
		properties.getRegistration()
			.forEach((id, registration) -> this.registrations.add(new Registration(names(id), registration)));
	}

	/**
	 * Returns the notations of a registration ID; in brackets, case is significant.
	 */
	private static List<ConfigurationPropertyName> names(String id) {
		ConfigurationPropertyName all = ConfigurationPropertyName.of("wecom.registration");
		return List.of(ConfigurationPropertyName.adapt(all + "." + id, '.'), all.append("[" + id + "]"));
	}

	/**
	 * Returns the variables that are not used, sorted by name within their source.
	 */
	List<InvalidWeComPropertyException> problems(ConfigurableEnvironment environment) {
		List<InvalidWeComPropertyException> problems = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.from(environment.getPropertySources())) {
			if (source instanceof IterableConfigurationPropertySource names
					&& source.getUnderlyingSource() instanceof PropertySource<?> underlying
					&& UNCHECKED.contains(underlying.getName())) {
				names.stream()
					.map((name) -> problem(words(name), written(source, name), source))
					.filter(Objects::nonNull)
					.sorted(Comparator.comparing(InvalidWeComPropertyException::getProperty))
					.forEach(problems::add);
			}
		}
		return problems;
	}

	private @Nullable InvalidWeComPropertyException problem(List<String> words, String written,
			ConfigurationPropertySource source) {
		if (words.isEmpty() || !words.get(0).equals("wecom") || SERVICE_LINK.matcher(written).find()) {
			return null;
		}
		List<Reading> readings = this.registrations.stream()
			.map((registration) -> registration.reading(words, written, source))
			.filter(Objects::nonNull)
			.toList();
		if ((readings.isEmpty() && Registration.mentionsRule(words)) || isUnreadKey(words, source)) {
			return new InvalidWeComPropertyException(written, Texts.OPERATORS.both("problem.unread-key"),
					Texts.OPERATORS.both("remedy.unread-key"));
		}
		// A registration ID may contain the word 'allow'
		boolean unread = readings.contains(Reading.UNREAD_RULE) && !readings.contains(Reading.READ_RULE);
		return unread ? new InvalidWeComPropertyException(written, Texts.OPERATORS.both("problem.rule-variable"),
				Texts.OPERATORS.both("remedy.rule-variable",
						String.join(", ", LISTS) + ", " + String.join(", ", WORDS)))
				: null;
	}

	/**
	 * Whether a name is that of a key of a registration, but none has read that key.
	 */
	private boolean isUnreadKey(List<String> words, ConfigurationPropertySource source) {
		String name = String.join("", words);
		return name.startsWith("wecomregistration") && KEYS.stream().anyMatch((key) -> name.endsWith(uniform(key)))
				&& this.registrations.stream().noneMatch((registration) -> registration.hasKey(name, source));
	}

	private static String uniform(String key) {
		return SEPARATORS.matcher(key).replaceAll("");
	}

	/**
	 * Returns the words of a name, regardless of the separators.
	 */
	private static List<String> words(ConfigurationPropertyName name) {
		return Stream.iterate(0, (i) -> i < name.getNumberOfElements(), (i) -> i + 1)
			.flatMap((i) -> SEPARATORS.splitAsStream(name.getElement(i, Form.ORIGINAL)))
			.filter((word) -> !word.isEmpty())
			.map((word) -> word.toLowerCase(Locale.ROOT))
			.toList();
	}

	/**
	 * Returns the notation of a name in a source.
	 */
	private static String written(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		return (property != null && property.getOrigin() instanceof PropertySourceOrigin origin)
				? origin.getPropertyName() : name.toString();
	}

	/**
	 * Interpretations of the name of a variable.
	 */
	private enum Reading {

		NO_RULE, READ_RULE, UNREAD_RULE

	}

	/**
	 * Registration whose rules a variable may address.
	 *
	 * @param names the notations of its name
	 * @param properties its bound properties
	 */
	private record Registration(List<ConfigurationPropertyName> names, WeComRegistrationProperties properties) {

		String start() {
			return String.join("", words(this.names.get(0)));
		}

		/**
		 * Whether a name is that of a key of this registration, which the source has in
		 * this or another notation.
		 */
		boolean hasKey(String uniformName, ConfigurationPropertySource source) {
			return KEYS.stream()
				.filter((key) -> uniformName.equals(start() + uniform(key)))
				.flatMap((key) -> this.names.stream().map((name) -> name.append(key)))
				.anyMatch((name) -> source.getConfigurationProperty(name) != null);
		}

		/**
		 * Returns the interpretation of a name as a key of this registration, or
		 * {@code null} if it is not one.
		 */
		@Nullable Reading reading(List<String> words, String written, ConfigurationPropertySource source) {
			String start = start();
			for (int i = 1; i <= words.size(); i++) {
				if (String.join("", words.subList(0, i)).equals(start)) {
					return readingWithin(words.subList(i, words.size()), written, source);
				}
			}
			return null;
		}

		private @Nullable Reading readingWithin(List<String> words, String written,
				ConfigurationPropertySource source) {
			boolean main = this.properties instanceof WeComProperties;
			String first = words.isEmpty() ? "" : words.get(0);
			if (main && first.equals("registration")) {
				return null;
			}
			if (first.equals("allow")) {
				boolean read = this.properties.getAllow() != null
						&& isRead("allow", words.subList(1, words.size()), written, source);
				return read ? Reading.READ_RULE : Reading.UNREAD_RULE;
			}
			if (first.equals("roles") && words.size() > 1) {
				boolean read = !this.properties.getRoles().isEmpty() && INDEX.matcher(words.get(1)).matches()
						&& isRead("roles" + entry(words.get(1)), words.subList(2, words.size()), written, source);
				return read ? Reading.READ_RULE : Reading.UNREAD_RULE;
			}
			return (!main && words.size() > 1 && mentionsRule(words)) ? Reading.UNREAD_RULE : Reading.NO_RULE;
		}

		static boolean mentionsRule(List<String> words) {
			return words.contains("allow") || words.contains("roles");
		}

		private boolean isRead(String rule, List<String> words, String written, ConfigurationPropertySource source) {
			return this.names.stream()
				.map((name) -> name.append(rule))
				.filter((name) -> has(source, name))
				.anyMatch((name) -> isRead(name, words, written, source));
		}

		private static boolean isRead(ConfigurationPropertyName rule, List<String> words, String written,
				ConfigurationPropertySource source) {
			String last = words.isEmpty() ? "" : words.get(words.size() - 1);
			if (INDEX.matcher(last).matches()) {
				return known(LISTS.stream(), words.subList(0, words.size() - 1)).map(rule::append)
					.anyMatch((list) -> isEntryRead(list, last, written, source));
			}
			Stream<String> role = rule.isLastElementIndexed() ? Stream.of("role") : Stream.empty();
			return known(Stream.of(LISTS.stream(), WORDS.stream(), role).flatMap((keys) -> keys), words)
				.map(rule::append)
				.anyMatch((name) -> written.equals(written(source, name)));
		}

		private static Stream<String> known(Stream<String> keys, List<String> words) {
			String key = String.join("", words);
			return keys.filter((known) -> known.replace("-", "").equals(key));
		}

		private static boolean isEntryRead(ConfigurationPropertyName list, String index, String written,
				ConfigurationPropertySource source) {
			// A list given as a single value hides its entries
			return has(source, list) && source.getConfigurationProperty(list) == null
					&& written.equals(written(source, list.append(entry(index))));
		}

		private static String entry(String index) {
			return "[" + Integer.parseInt(index) + "]";
		}

		private static boolean has(ConfigurationPropertySource source, ConfigurationPropertyName name) {
			return source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT;
		}

	}

}
