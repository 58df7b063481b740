package io.github.wecomlogin.user;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Browser and platform of a sign-in, as stated by the User-Agent. Keeps the families
 * only, without versions and models. Informational: a client can send any User-Agent.
 *
 * @param browser the family of the browser: {@code wecom}, {@code wechat}, {@code edge},
 * {@code firefox}, {@code chrome}, {@code safari} or {@code other}
 * @param platform the platform: {@code harmonyos}, {@code ios}, {@code android},
 * {@code windows}, {@code macos}, {@code linux} or {@code other}
 */
public record SignInDevice(String browser, String platform) implements Serializable {

	private static final long serialVersionUID = 1L;

	private static final int MAX_LENGTH = 1024;

	private static final String OTHER = "other";

	/**
	 * Families by the tokens that identify them. The first match decides, since browsers
	 * also send the tokens of those they descend from.
	 */
	private static final Map<String, List<String>> BROWSERS = new LinkedHashMap<>();

	private static final Map<String, List<String>> PLATFORMS = new LinkedHashMap<>();

	static {
		BROWSERS.put("wecom", List.of("wxwork/"));
		BROWSERS.put("wechat", List.of("micromessenger/"));
		BROWSERS.put("edge", List.of("edg/", "edga/", "edgios/"));
		BROWSERS.put(OTHER, List.of("opr/", "browser/", "dingtalk", "lark/", "feishu/", "electron/"));
		BROWSERS.put("firefox", List.of("firefox/", "fxios/"));
		BROWSERS.put("chrome", List.of("chrome/", "crios/"));
		BROWSERS.put("safari", List.of("safari/"));
		PLATFORMS.put("harmonyos", List.of("harmony"));
		PLATFORMS.put("ios", List.of("iphone", "ipad", "ipod"));
		PLATFORMS.put("android", List.of("android"));
		PLATFORMS.put("windows", List.of("windows"));
		PLATFORMS.put("macos", List.of("macintosh"));
		PLATFORMS.put("linux", List.of("linux", "x11", "cros"));
	}

	/**
	 * Recognises the device.
	 * @param userAgent the User-Agent, of which at most 1,024 characters are read
	 * @return the device, or {@code null} if neither browser nor platform is recognised
	 */
	public static @Nullable SignInDevice of(@Nullable String userAgent) {
		if (userAgent == null) {
			return null;
		}
		String text = userAgent.substring(0, Math.min(userAgent.length(), MAX_LENGTH)).toLowerCase(Locale.ROOT);
		SignInDevice device = new SignInDevice(family(BROWSERS, text), family(PLATFORMS, text));
		return (device.browser.equals(OTHER) && device.platform.equals(OTHER)) ? null : device;
	}

	private static String family(Map<String, List<String>> families, String userAgent) {
		return families.entrySet()
			.stream()
			.filter((family) -> family.getValue().stream().anyMatch(userAgent::contains))
			.findFirst()
			.map(Map.Entry::getKey)
			.orElse(OTHER);
	}

}
