package io.github.wecomlogin.web.request;

import io.github.wecomlogin.refusal.RefusalAction;
import io.github.wecomlogin.refusal.WeComRefusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Browser}, with the User-Agents of D/90315 and newer ones.
 */
class BrowserTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					WECOM   | Mozilla/5.0 (iPhone; CPU iPhone OS 10_3_2 like Mac OS X) Mobile/14F89 wxwork/2.2.0 MicroMessenger/6.3.2
					WECOM   | Mozilla/5.0 (Linux; Android 7.0) Mobile Safari/537.36 wxwork/2.2.0 MicroMessenger/6.3.22 NetType/WIFI Language/zh
					WECOM   | Mozilla/5.0 (Windows NT 6.1) Safari/537.36 wxwork/2.1.3 (MicroMessenger/6.2) WindowsWechat QBCore/3.43 QQBrowser/9.0
					WECOM   | Mozilla/5.0 (Macintosh) AppleWebKit/601.7.7 (KHTML, like Gecko) wxwork/2.2.0 (MicroMessenger/6.2) WeChat/2.0.4
					WECOM   | Mozilla/5.0 WXWORK/4.1.36 MicroMessenger/7.0.1
					WECOM   | Mozilla/5.0 wxworklocal/3.3.0 wxwork/4.0.0 MicroMessenger/7.0.1
					WECHAT  | Mozilla/5.0 (Linux; Android 14) Mobile Safari/537.36 MicroMessenger/8.0.47 NetType/WIFI
					WECHAT  | Mozilla/5.0 (Windows NT 10.0) MicroMessenger/7.0.20 WindowsWechat
					PHONE   | Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1
					PHONE   | Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/142.0 Mobile Safari/537.36
					DESKTOP | Mozilla/5.0 (iPad; CPU OS 12_0 like Mac OS X) Version/12.0 Mobile/15E148 Safari/604.1
					DESKTOP | Mozilla/5.0 (Linux; Android 14; SM-X900) Chrome/142.0 Safari/537.36
					DESKTOP | Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0 Safari/537.36 Edg/142.0
					DESKTOP | curl/8.5.0
					DESKTOP | ''
					""")
	void whenBrowserNamesItselfThenItIsKnown(Browser expected, String userAgent) {
		assertThat(Browser.of(userAgent)).isEqualTo(expected);
	}

	@ParameterizedTest
	@EnumSource(WeComRefusal.class)
	void whenRefusedInsideWeComThenNoOtherAccountIsOffered(WeComRefusal refusal) {
		boolean otherAccount = refusal.action() == RefusalAction.OTHER_ACCOUNT;
		assertThat(Browser.WECOM.actionAfter(refusal))
			.isEqualTo(otherAccount ? RefusalAction.SUPPORT : refusal.action());
		assertThat(Browser.DESKTOP.actionAfter(refusal)).isEqualTo(refusal.action());
	}

}
