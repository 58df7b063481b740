package io.github.wecomlogin.app.member;

/**
 * The letters that stand for a picture.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class Monogram {

	private Monogram() {
	}

	/**
	 * Returns the given name of a Chinese name, or else the first letter.
	 * @param name what people call somebody, not blank
	 * @return one or two characters
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
