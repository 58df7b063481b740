package io.github.wecomlogin.autoconfigure.properties;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.wecomlogin.access.DepartmentReference;
import io.github.wecomlogin.access.MemberSelector;
import io.github.wecomlogin.util.AsciiIds;
import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Validates the values of a rule. User IDs are personal data and do not appear in
 * messages.
 */
final class RuleValues {

	/**
	 * Format of a user ID (D/90195).
	 */
	private static final Pattern USER_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_@.-]{0,63}");

	private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");

	/**
	 * A number in any script, which is read as an ID and not as a department name.
	 */
	private static final Pattern NUMBER_IN_ANY_SCRIPT = Pattern.compile("[+-]?\\p{Nd}+");

	private RuleValues() {
	}

	static String role(String property, @Nullable Object value) {
		LocalizedText mend = Texts.OPERATORS.both("remedy.role");
		if (value == null || BlankCharacters.isBlank(value.toString())) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.missing"), mend);
		}
		String role = text(property, Texts.OPERATORS.both("problem.converted-by-yaml"), value);
		if (role.startsWith("ROLE_") || role.contains(",") || BlankCharacters.isAnyIn(role)
				|| OddCharacter.isQuoted(role)) {
			throw new InvalidWeComPropertyException(property,
					Texts.OPERATORS.both("problem.role", role, OddCharacter.remark(role)), mend);
		}
		return role;
	}

	/**
	 * Returns the value of a flag; {@code false} if it is not set.
	 */
	static boolean flag(String property, @Nullable String value) {
		return "true".equals(word(property, value, List.of("true", "false"), "remedy.flag"));
	}

	/**
	 * Returns whether {@code leader} is set; its only valid value is true.
	 */
	static boolean leader(String property, @Nullable String value) {
		if (value != null && AsciiIds.equalsIgnoreCase(value.strip(), "false")) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.leader"),
					Texts.OPERATORS.both("remedy.leader"));
		}
		return word(property, value, List.of("true"), "remedy.leader") != null;
	}

	static MemberSelector.Match match(String property, @Nullable String value) {
		return "all".equals(word(property, value, List.of("any", "all"), "remedy.match")) ? MemberSelector.Match.ALL
				: MemberSelector.Match.ANY;
	}

	private static @Nullable String word(String property, @Nullable String value, List<String> words, String remedy) {
		if (value == null) {
			return null;
		}
		LocalizedText mend = Texts.OPERATORS.both(remedy);
		if (BlankCharacters.isBlank(value)) {
			// Ignoring it would change the members that the rule selects
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.empty"), mend);
		}
		String word = AsciiIds.toLowerCase(value.strip());
		if (!words.contains(word)) {
			throw new InvalidWeComPropertyException(property,
					Texts.OPERATORS.both("problem.word", value, OddCharacter.remark(value), String.join(", ", words)),
					mend);
		}
		return word;
	}

	static Set<String> users(String property, List<?> values) {
		List<String> users = texts(property, values);
		for (int i = 0; i < users.size(); i++) {
			if (!USER_ID.matcher(users.get(i)).matches()) {
				LocalizedText odd = OddCharacter.firstOther(users.get(i), RuleValues::isOfUserId);
				throw new InvalidWeComPropertyException(property,
						Texts.OPERATORS.both("problem.user-id", i + 1, OddCharacter.remark(odd)),
						Texts.OPERATORS.both("remedy.user-id"));
			}
		}
		return Set.copyOf(distinct(property, users.stream().map(AsciiIds::toLowerCase).toList()));
	}

	private static boolean isOfUserId(int character) {
		return character < 0x80 && Character.isLetterOrDigit(character) || "_@.-".indexOf(character) >= 0;
	}

	static Set<String> positions(String property, List<?> values) {
		return Set.copyOf(distinct(property, texts(property, values)));
	}

	static Set<Long> tags(String property, List<String> values) {
		return Set
			.copyOf(distinct(property, texts(property, values).stream().map((value) -> id(property, value)).toList()));
	}

	static List<DepartmentReference> departments(String property, List<String> values) {
		return distinct(property,
				texts(property, values).stream().map((value) -> department(property, value)).toList());
	}

	private static DepartmentReference department(String property, String value) {
		return NUMBER_IN_ANY_SCRIPT.matcher(value).matches() ? DepartmentReference.of(id(property, value))
				: DepartmentReference.of(path(property, value));
	}

	private static String path(String property, String value) {
		List<String> names = Pattern.compile("/").splitAsStream(value + "/ ").map(BlankCharacters::strip).toList();
		names = names.subList(0, names.size() - 1);
		if (names.contains("")) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.department-path", value),
					Texts.OPERATORS.both("remedy.department-path"));
		}
		return String.join("/", names);
	}

	private static long id(String property, String value) {
		try {
			long id = NUMBER.matcher(value).matches() ? Long.parseLong(value) : 0;
			if (id > 0) {
				return id;
			}
		}
		catch (NumberFormatException ex) {
			// Reported below
		}
		throw new InvalidWeComPropertyException(property,
				Texts.OPERATORS.both("problem.id", value, OddCharacter.remark(value)),
				Texts.OPERATORS.both("remedy.id"));
	}

	/**
	 * Returns the trimmed values of a list.
	 */
	private static List<String> texts(String property, List<?> values) {
		if (values.isEmpty()) {
			// Ignoring it would change the members that the rule selects
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.empty-list"),
					Texts.OPERATORS.both("remedy.empty-list"));
		}
		List<String> texts = new ArrayList<>();
		for (Object value : values) {
			if (value == null || BlankCharacters.isBlank(value.toString())) {
				throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.empty-entry"),
						Texts.OPERATORS.both("remedy.empty-entry"));
			}
			int entry = texts.size() + 1;
			String text = text(property, Texts.OPERATORS.both("problem.entry-converted-by-yaml", entry), value).strip();
			refuseMistypedText(property, entry, text);
			texts.add(text);
		}
		return texts;
	}

	private static String text(String property, LocalizedText problem, Object value) {
		if (!(value instanceof CharSequence)) {
			// YAML reads 00123 as 83, 12:30 as 750 and yes as true
			throw new InvalidWeComPropertyException(property, problem,
					Texts.OPERATORS.both("remedy.converted-by-yaml"));
		}
		return value.toString();
	}

	/**
	 * Rejects text that no name in the directory can match. The text is not shown because
	 * it may be a user ID.
	 */
	private static void refuseMistypedText(String property, int entry, String text) {
		if (OddCharacter.isQuoted(text)) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.entry-quoted", entry),
					UnusableValues.mend());
		}
		LocalizedText odd = OddCharacter.firstInvisibleIn(text);
		if (odd != null) {
			throw new InvalidWeComPropertyException(property,
					Texts.OPERATORS.both("problem.entry-character", entry, odd), UnusableValues.mend());
		}
	}

	private static <T> List<T> distinct(String property, List<T> entries) {
		Map<T, Integer> places = new HashMap<>();
		for (int i = 0; i < entries.size(); i++) {
			Integer place = places.putIfAbsent(entries.get(i), i + 1);
			if (place != null) {
				throw new InvalidWeComPropertyException(property,
						Texts.OPERATORS.both("problem.duplicate-entry", place, i + 1),
						Texts.OPERATORS.both("remedy.duplicate-entry"));
			}
		}
		return entries;
	}

}
