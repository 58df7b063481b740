package io.github.wecomlogin.app.setup;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.store.SharedStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class SetupAnnouncementTests {

	private final FirstAdministrator administrator = mock(FirstAdministrator.class);

	private final MockEnvironment environment = new MockEnvironment().withProperty("local.server.port", "8443");

	@Test
	void whenStoreDoesNotAnswerThenLinkIsLoggedForLater(CapturedOutput output) {
		given(this.administrator.hasSignedIn()).willThrow(new SharedStoreException("down"));
		announce();
		assertThat(output).contains("setup.log.unknown", "http://localhost:8443/setup/open?token=");
	}

	@Test
	void whenAnAdministratorHasSignedInThenNoLinkIsLogged(CapturedOutput output) {
		given(this.administrator.hasSignedIn()).willReturn(true);
		announce();
		assertThat(output).doesNotContain("/setup/open");
	}

	@Test
	void whenServerHasTlsThenLinkIsHttps(CapturedOutput output) {
		this.environment.withProperty("server.ssl.bundle", "server");
		announce();
		assertThat(output).contains("https://localhost:8443/setup/open?token=");
	}

	@Test
	void whenTlsIsDisabledThenLinkIsHttp(CapturedOutput output) {
		this.environment.withProperty("server.ssl.bundle", "server").withProperty("server.ssl.enabled", "false");
		announce();
		assertThat(output).contains("http://localhost:8443/setup/open?token=");
	}

	private void announce() {
		StaticMessageSource messages = new StaticMessageSource();
		messages.setUseCodeAsDefaultMessage(true);
		new SetupAnnouncement(this.administrator, new SetupTokens(null, Ticker.systemTicker()), new SiteUrl(null),
				this.environment, messages)
			.announce();
	}

}
