package io.github.wecomlogin.web.page;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The content of a page of this library: the sign-in page with or without a refusal, the
 * busy page, or the page of an unknown registration. All texts are plain text in the
 * language of the page; texts and URLs must be escaped.
 *
 * @param locale English or Chinese
 * @param title the heading
 * @param notice what went wrong or was done, or {@code null}
 * @param lead the text above several actions, or {@code null}
 * @param actions what the visitor can do, the main action first; empty in browsers that
 * cannot sign in
 * @param open HTML, escaped already: the ways to open the page in WeCom, in browsers that
 * cannot sign in; or {@code null}
 * @param panel HTML, escaped already: WeCom's login panel, or {@code null}
 * @param language the link to the same page in the other language
 * @param support the link to the support of the company, or {@code null}
 * @param brand the brand, with logos as browsers find them
 */
public record WeComPage(Locale locale, String title, @Nullable Notice notice, @Nullable String lead,
		List<PageAction> actions, @Nullable String open, @Nullable String panel, Link language, @Nullable Link support,
		Brand brand) {

	/**
	 * Copies the actions.
	 */
	public WeComPage {
		actions = List.copyOf(actions);
	}

	/**
	 * Returns the language of the page for the attribute {@code lang}.
	 * @return {@code en} or {@code zh-CN}
	 */
	public String languageTag() {
		return tag(Locale.CHINESE.equals(this.locale));
	}

	/**
	 * Returns the language that {@link #language()} leads to.
	 * @return {@code en} or {@code zh-CN}
	 */
	public String otherLanguageTag() {
		return tag(!Locale.CHINESE.equals(this.locale));
	}

	private static String tag(boolean chinese) {
		return chinese ? "zh-CN" : "en";
	}

	/**
	 * A notice.
	 *
	 * @param kind what it is about
	 * @param title a few words
	 * @param text a sentence or two
	 * @param reference the reference of a refusal, or {@code null}
	 */
	public record Notice(Kind kind, String title, String text, @Nullable Reference reference) {

		/**
		 * The reference under which the administrator finds a refusal.
		 *
		 * @param label what stands in front of it
		 * @param code eight letters and digits
		 */
		public record Reference(String label, String code) {

		}

		/**
		 * What a notice is about.
		 */
		public enum Kind {

			/**
			 * The visitor could not be signed in.
			 */
			FAILED,

			/**
			 * The visitor can try again in a moment.
			 */
			WAIT,

			/**
			 * The visitor has signed out.
			 */
			DONE

		}

	}

	/**
	 * A link.
	 *
	 * @param url a URL for {@code href}, empty for the address of the page itself
	 * @param label the text
	 */
	public record Link(String url, String label) {

	}

}
