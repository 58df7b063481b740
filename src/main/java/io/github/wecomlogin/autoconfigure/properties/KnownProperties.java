package io.github.wecomlogin.autoconfigure.properties;

import java.beans.PropertyDescriptor;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;

/**
 * Knows the keys under {@code wecom}. Distinguishes unknown keys from list entries and
 * suggests the nearest known key.
 */
final class KnownProperties {

	private static final Pattern REGISTRATION = Pattern.compile("registration\\.([^.]+)\\.(.+)");

	private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

	private static final String ENTRY = "[]";

	private KnownProperties() {
	}

	/**
	 * Whether a key is an entry of a known list.
	 * @param key the key, without {@code wecom.}
	 */
	static boolean isEntryOfList(String key) {
		String entry = INDEX.matcher(withinRegistration(key)).replaceAll(ENTRY);
		Set<String> known = uniform(keys(key));
		return entry.contains(ENTRY) && (known.contains(uniform(entry)) || entry.endsWith(ENTRY)
				&& known.contains(uniform(entry.substring(0, entry.length() - ENTRY.length()))));
	}

	/**
	 * Returns the known key nearest to an unknown one.
	 * @param key the unknown key, without {@code wecom.}
	 * @return a key without {@code wecom.}, or {@code null} if none is similar
	 */
	static @Nullable String nearest(String key) {
		String own = withinRegistration(key);
		String unknown = uniform(INDEX.matcher(own).replaceAll(ENTRY));
		String nearest = keys(key).stream()
			.min(Comparator.comparingInt((known) -> distance(unknown, uniform(known))))
			.orElseThrow();
		int length = Math.max(unknown.length(), uniform(nearest).length());
		if (5 * distance(unknown, uniform(nearest)) > 2 * length) {
			return null;
		}
		String suggestion = nearest;
		for (Matcher index = INDEX.matcher(own); suggestion.contains(ENTRY) && index.find();) {
			suggestion = suggestion.replaceFirst(Pattern.quote(ENTRY), index.group());
		}
		return key.substring(0, key.length() - own.length()) + suggestion;
	}

	private static String withinRegistration(String key) {
		Matcher registration = REGISTRATION.matcher(key);
		return registration.matches() ? registration.group(2) : key;
	}

	private static Set<String> keys(String key) {
		Set<String> keys = new TreeSet<>();
		addKeys(keys, "",
				REGISTRATION.matcher(key).matches() ? WeComRegistrationProperties.class : WeComProperties.class);
		addKeys(keys, "roles" + ENTRY + ".", WeComRegistrationProperties.Role.class);
		return keys;
	}

	private static void addKeys(Set<String> keys, String prefix, Class<?> type) {
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
			Class<?> valueType = property.getPropertyType();
			String key = prefix + property.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			if (valueType.getPackage() == type.getPackage() && !valueType.isEnum()) {
				addKeys(keys, key + ".", valueType);
			}
			else if (!property.getName().equals("class")) {
				keys.add(key);
			}
		}
	}

	private static Set<String> uniform(Set<String> keys) {
		Set<String> uniform = new TreeSet<>();
		keys.forEach((key) -> uniform.add(uniform(key)));
		return uniform;
	}

	private static String uniform(String key) {
		return key.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * Returns the edit distance, or 1 for the same key in another group.
	 */
	private static int distance(String one, String other) {
		boolean moved = one.substring(one.lastIndexOf('.') + 1).equals(other.substring(other.lastIndexOf('.') + 1));
		return moved ? 1 : editDistance(one, other);
	}

	private static int editDistance(String one, String other) {
		int[] distances = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			distances[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int diagonal = distances[0];
			distances[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int replaced = diagonal + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				diagonal = distances[j];
				distances[j] = Math.min(replaced, 1 + Math.min(distances[j], distances[j - 1]));
			}
		}
		return distances[other.length()];
	}

}
