package io.github.wecomlogin.simulator.company;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the application that are entered in the WeCom console.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public enum ConsoleField {

	TRUSTED_DOMAIN, TRUSTED_IP, HOME_PAGE, LOGIN_DOMAIN, CALLBACK_URL;

	public static @Nullable ConsoleField of(@Nullable String parameter) {
		for (ConsoleField field : values()) {
			if (field.parameter().equals(parameter)) {
				return field;
			}
		}
		return null;
	}

	public String parameter() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
