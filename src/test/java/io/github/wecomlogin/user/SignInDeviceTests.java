package io.github.wecomlogin.user;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SignInDeviceTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					wecom   | ios       | Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 wxwork/4.1.30 MicroMessenger/7.0.1 Language/zh
					wecom   | android   | Mozilla/5.0 (Linux; Android 14; V2 Build/X; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0 Mobile Safari/537.36 wxwork/4.1.30 MicroMessenger/7.0.1
					wecom   | windows   | Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0 Safari/537.36 wxwork/4.0.8 (MicroMessenger/6.2) WindowsWechat
					wecom   | macos     | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) wxwork/4.0.20 (MicroMessenger/6.2) WeChat/2.0.4
					wecom   | harmonyos | Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile wxwork/4.1.30
					wechat  | android   | Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 MicroMessenger/8.0.47
					edge    | windows   | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0
					edge    | ios       | Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 EdgiOS/121.0 Mobile/15E148 Safari/605.1.15
					chrome  | windows   | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36
					chrome  | linux     | Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36
					chrome  | ios       | Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/121.0 Mobile/15E148 Safari/604.1
					chrome  | harmonyos | Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0 Mobile Safari/537.36
					safari  | macos     | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15
					safari  | ios       | Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1
					firefox | linux     | Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0
					firefox | ios       | Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 FxiOS/121.0 Mobile/15E148 Safari/605.1.15
					other   | android   | Mozilla/5.0 (Linux; U; Android 13; zh-cn) AppleWebKit/537.36 Chrome/100.0 MQQBrowser/14.0 Mobile Safari/537.36
					other   | windows   | Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 OPR/106.0
					other   | windows   | Mozilla/5.0 (Windows NT 10.0; Trident/7.0; rv:11.0) like Gecko
					chrome  | other     | Chrome/1
					""")
	void whenUserAgentIsKnownThenFamiliesAreNamed(String browser, String platform, String userAgent) {
		assertThat(SignInDevice.of(userAgent)).isEqualTo(new SignInDevice(browser, platform));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "curl/8.5.0", "<script>alert(1)</script>" })
	void whenUserAgentIsUnknownThenThereIsNoDevice(String userAgent) {
		assertThat(SignInDevice.of(userAgent)).isNull();
	}

	@Test
	void whenUserAgentIsLongThenItsBeginningDecides() {
		assertThat(SignInDevice.of(" ".repeat(1024) + "Firefox/133.0")).isNull();
	}

}
