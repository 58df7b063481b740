package io.github.wecomlogin.doctor;

import java.net.URI;
import java.util.Locale;

import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The checks, in the order in which they are reported. The name in lower case is the id
 * of the check.
 */
enum Check {

	PROPERTIES(90665),

	AUTHORIZE_PAGE(91022),

	WEB_LOGIN_PAGE(98152),

	API_CONNECTION(90664),

	CLOCK(null),

	SECRET(91039),

	TRUSTED_IP(90664),

	AGENT_ID(90227),

	APPLICATION(90227),

	VISIBLE_RANGE(90665),

	DEPARTMENTS(90208),

	DEPARTMENT_NAMES(90208),

	TAGS(90213),

	MEMBER_LIST(96260),

	RULE(null),

	MEMBER(90196),

	BASE_URL(91335),

	TRUSTED_DOMAIN(91335),

	WEB_LOGIN_DOMAIN(98151),

	HOME_PAGE(91335),

	DOMAIN_FILE(90315),

	CALLBACK(90930),

	STORE(null);

	private static final Texts TEXTS = new Texts(Check.class, "findings");

	private static final String DOCUMENTS = "https://developer.work.weixin.qq.com/document/path/";

	private final @Nullable Integer document;

	Check(@Nullable Integer document) {
		this.document = document;
	}

	String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	@Nullable URI document() {
		return (this.document != null) ? URI.create(DOCUMENTS + this.document) : null;
	}

	/**
	 * Returns a text of this check.
	 * @param key the key after the id, such as {@code title}
	 */
	LocalizedText text(String key, Object... arguments) {
		return TEXTS.both(id() + "." + key, arguments);
	}

	/**
	 * Returns the remedy that belongs to an outcome, or {@code null} if there is none.
	 */
	@Nullable LocalizedText remedy(String outcome, Object... arguments) {
		String key = id() + "." + outcome + ".remedy";
		return TEXTS.contain(key) ? TEXTS.both(key, arguments) : null;
	}

}
