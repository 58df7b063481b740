package io.github.wecomlogin.simulator.page;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;

import io.github.wecomlogin.simulator.company.DemoApplication;

/**
 * Texts of the simulator in Chinese and English. The key in the bundle {@code texts} is
 * the name in lower case with hyphens.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public enum PageText {

	TITLE_IN_CLIENT,

	TITLE_WEB_LOGIN,

	CHOOSE,

	EMPLOYEES,

	OTHERS,

	OUTSIDER,

	OUTSIDER_HINT,

	LINKED_CORP_MEMBER,

	LINKED_CORP_MEMBER_HINT,

	LEADER,

	DISABLED,

	NOT_ACTIVATED,

	LEFT,

	OUT_OF_RANGE,

	CANCEL,

	RETURNS_TO,

	CONSENT_TITLE,

	CONSENT_LEAD,

	FIELD_MOBILE,

	FIELD_EMAIL,

	FIELD_BIZ_MAIL,

	FIELD_ADDRESS,

	FIELD_AVATAR,

	FIELD_GENDER,

	FIELD_QR_CODE,

	ALLOW,

	WITHHOLD,

	REFUSE,

	NOT_PERMITTED,

	NOT_PERMITTED_HINT,

	BACK,

	ERROR_TITLE,

	ERROR_APPID(DemoApplication.CORP_ID),

	ERROR_AGENTID(DemoApplication.AGENT_ID),

	ERROR_RESPONSE_TYPE,

	ERROR_SCOPE,

	ERROR_STATE,

	ERROR_LOGIN_TYPE,

	ERROR_REDIRECT_URI_MISSING,

	ERROR_REDIRECT_URI_HOST,

	ERROR_REDIRECT_URI_CONSOLE,

	ERROR_REDIRECT_URI_FRAGMENT,

	INDEX_TITLE,

	INDEX_LEAD,

	COMPANY_TITLE,

	COMPANY_TOLD,

	COMPANY_NOT_TOLD,

	DISABLE,

	ENABLE,

	HIDE,

	SHOW,

	DISABLE_DONE,

	ENABLE_DONE,

	HIDE_DONE,

	SHOW_DONE,

	COMPANY_LINK,

	CONSOLE_TITLE,

	CONSOLE_LEAD,

	CONSOLE_CORP_ID,

	CONSOLE_TRUSTED_DOMAIN,

	CONSOLE_TRUSTED_DOMAIN_HINT,

	CONSOLE_TRUSTED_IP,

	CONSOLE_TRUSTED_IP_HINT,

	CONSOLE_HOME_PAGE,

	CONSOLE_HOME_PAGE_HINT,

	CONSOLE_LOGIN_DOMAIN,

	CONSOLE_LOGIN_DOMAIN_HINT,

	CONSOLE_CALLBACK_URL,

	CONSOLE_CALLBACK_URL_HINT,

	CONSOLE_RANGE,

	CONSOLE_RANGE_LINK,

	CONSOLE_DOMAIN,

	CONSOLE_SAVE,

	CONSOLE_SAVED,

	CONSOLE_DOMAIN_MALFORMED,

	CONSOLE_DOMAIN_UNVERIFIED,

	CONSOLE_IP_TOO_EARLY,

	CONSOLE_IP_MALFORMED,

	CONSOLE_URL_MALFORMED,

	CONSOLE_KEYS_MALFORMED,

	CONSOLE_CALLBACK_REFUSED,

	CONSOLE_ELSEWHERE,

	CONSOLE_UNREACHABLE,

	FOOTER,

	COMPANY_ONLY,

	LANGUAGE,

	SERVER_USAGE,

	SERVER_UNKNOWN_OPTION,

	SERVER_INVALID_PORT,

	SERVER_NO_ADDRESS,

	SERVER_NOT_LOOPBACK,

	SERVER_RUNNING,

	SERVER_CONSOLE;

	private static final String BUNDLE = PageText.class.getPackageName() + ".texts";

	private final Object[] arguments;

	PageText(Object... arguments) {
		this.arguments = Arrays.stream(arguments).map(String::valueOf).toArray();
	}

	String in(Language language) {
		String text = ResourceBundle.getBundle(BUNDLE, language.locale(), PageText.class.getClassLoader())
			.getString(name().toLowerCase(Locale.ROOT).replace('_', '-'));
		return (this.arguments.length == 0) ? text : MessageFormat.format(text, this.arguments);
	}

	/**
	 * Returns the text in English, followed by the same in Chinese.
	 * @param separator the text between the two
	 */
	public String inBoth(String separator) {
		return in(Language.ENGLISH) + separator + in(Language.CHINESE);
	}

}
