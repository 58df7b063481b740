package io.github.wecomlogin.app.member;

/**
 * Derives the letters that replace a missing avatar.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class Monogram {

	private Monogram() {
	}

	/**
	 * Returns the given name of a Chinese name, otherwise the first letter.
	 * @param name a display name
	 * @return one or two characters, or an empty string for a blank name
	 */
	public static String of(String name) {
		int[] characters = name.strip().codePoints().toArray();
		if (characters.length == 0) {
			return "";
		}
		int last = characters.length - 1;
		if (Character.isIdeographic(characters[last])) {
			int first = (last > 1 && Character.isIdeographic(characters[last - 1])) ? last - 1 : last;
			return new String(characters, first, last - first + 1);
		}
		return Character.toString(Character.toUpperCase(characters[0]));
	}

}
