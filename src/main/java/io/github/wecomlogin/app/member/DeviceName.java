package io.github.wecomlogin.app.member;

import java.util.Locale;

import io.github.wecomlogin.user.SignInDevice;

import org.springframework.context.MessageSource;

/**
 * Names the device of a sign-in, such as {@code Chrome on Windows}.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class DeviceName {

	private DeviceName() {
	}

	/**
	 * Returns the name in a language.
	 */
	public static String of(SignInDevice device, MessageSource messages, Locale locale) {
		String browser = messages.getMessage(browserKey(device.browser()), null, locale);
		String platformKey = platformKey(device.platform());
		return (platformKey.isEmpty()) ? browser : messages.getMessage("device.on",
				new Object[] { browser, messages.getMessage(platformKey, null, locale) }, locale);
	}

	private static String browserKey(String browser) {
		return switch (browser) {
			case "wecom" -> "device.wecom";
			case "wechat" -> "device.wechat";
			case "edge" -> "device.edge";
			case "firefox" -> "device.firefox";
			case "chrome" -> "device.chrome";
			case "safari" -> "device.safari";
			default -> "device.other";
		};
	}

	private static String platformKey(String platform) {
		return switch (platform) {
			case "harmonyos" -> "device.harmonyos";
			case "ios" -> "device.ios";
			case "android" -> "device.android";
			case "windows" -> "device.windows";
			case "macos" -> "device.macos";
			case "linux" -> "device.linux";
			default -> "";
		};
	}

}
