package io.github.wecomlogin.refusal;

import java.util.Locale;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class RefusalActionTests {

	@ParameterizedTest
	@EnumSource(WeComRefusal.class)
	void whenRefusedThenTheMainActionCanHelp(WeComRefusal refusal) {
		assertThat(refusal.action()).isEqualTo(switch (refusal) {
			case OUTSIDER, NOT_VISIBLE, NOT_ACTIVE, NOT_ALLOWED, ACCOUNT_REFUSED, NO_ACCOUNT, ACCOUNT_DISABLED ->
				RefusalAction.OTHER_ACCOUNT;
			case SESSION_LIMIT, CANCELLED, ATTEMPT_MISMATCH, COOKIES_BLOCKED, CODE_REJECTED, WECOM_UNAVAILABLE, BUSY,
					SESSION_ENDED, NOT_CONFIRMED, CONSENT_REQUIRED ->
				RefusalAction.TRY_AGAIN;
			case MISCONFIGURED -> RefusalAction.SUPPORT;
			case WECHAT_BROWSER, PHONE_BROWSER -> RefusalAction.OPEN_IN_WECOM;
		});
	}

	@ParameterizedTest
	@EnumSource(WeComRefusal.class)
	void whenMemberMayNotSignInThenAnotherAccountCanHelp(WeComRefusal refusal) {
		assertThat(refusal.action() == RefusalAction.OTHER_ACCOUNT).isEqualTo(refusal.isAboutMember());
	}

	@ParameterizedTest
	@EnumSource(RefusalAction.class)
	void whenActionIsShownThenItHasALabelInBothLanguages(RefusalAction action) {
		assertThat(action.label(Locale.ENGLISH)).isNotBlank().isNotEqualTo(action.label(Locale.CHINESE));
	}

}
