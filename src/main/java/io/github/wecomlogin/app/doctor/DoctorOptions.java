package io.github.wecomlogin.app.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Options of the command.
 *
 * @param json whether to print JSON
 * @param member the user id of a member to look up, or {@code null}
 * @param locale the language of the report
 * @param properties the options that are properties of the application
 * @param unknown the first argument that is not an option, without a value, or
 * {@code null}
 */
record DoctorOptions(boolean json, @Nullable String member, Locale locale, List<String> properties,
		@Nullable String unknown) {

	/**
	 * A name of a property has a dot, which tells it from a misspelt option.
	 */
	private static final Pattern PROPERTY = Pattern.compile("--[^=.]+\\.[^=]+=");

	private static final String MEMBER = "--member=";

	private static final String LANGUAGE = "--language=";

	static DoctorOptions of(List<String> arguments) {
		boolean json = false;
		String member = null;
		Locale locale = Locale.getDefault();
		List<String> properties = new ArrayList<>();
		String unknown = null;
		for (String argument : arguments) {
			if (argument.equals("--json")) {
				json = true;
			}
			else if (argument.startsWith(MEMBER)) {
				member = argument.substring(MEMBER.length());
			}
			else if (argument.startsWith(LANGUAGE)) {
				locale = Locale.forLanguageTag(argument.substring(LANGUAGE.length()));
			}
			else if (PROPERTY.matcher(argument).lookingAt()) {
				properties.add(argument);
			}
			else if (unknown == null) {
				// Without the value, which may be secret
				unknown = argument.replaceFirst("(?s)=.*", "");
			}
		}
		return new DoctorOptions(json, member, locale, properties, unknown);
	}

}
