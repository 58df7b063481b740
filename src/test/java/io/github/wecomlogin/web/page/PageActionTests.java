package io.github.wecomlogin.web.page;

import java.util.List;
import java.util.Locale;

import io.github.wecomlogin.refusal.RefusalAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class PageActionTests {

	private static final String SUPPORT = "https://help.example.com/";

	private static final PageAction WAY = new PageAction("/start", "Sign in with WeCom", true);

	private static final PageAction OTHER_WAY = new PageAction("/other", "Sign in with GitHub", false);

	private static final PageAction LINK_TO_SUPPORT = new PageAction(SUPPORT + "?ref=7K3M9PQX", "Contact support",
			true);

	@Test
	void whenNothingFailedThenTheWaysAreOffered() {
		assertThat(actions(null, SUPPORT, WAY)).containsExactly(WAY);
		assertThat(actions(null, SUPPORT, WAY, OTHER_WAY)).containsExactly(WAY, OTHER_WAY);
	}

	@Test
	void whenTryingAgainHelpsThenThatIsOffered() {
		assertThat(actions(RefusalAction.TRY_AGAIN, SUPPORT, WAY))
			.containsExactly(new PageAction("/start", "Try again", true));
	}

	@Test
	void whenAnotherAccountHelpsThenSupportIsSecondary() {
		assertThat(actions(RefusalAction.OTHER_ACCOUNT, SUPPORT, WAY)).containsExactly(
				new PageAction("/start", "Use another account", true),
				new PageAction(LINK_TO_SUPPORT.url(), LINK_TO_SUPPORT.label(), false));
		assertThat(actions(RefusalAction.OTHER_ACCOUNT, null, WAY))
			.containsExactly(new PageAction("/start", "Use another account", true));
	}

	@Test
	void whenSupportHelpsThenTryingAgainIsSecondary() {
		PageAction secondary = new PageAction("/start", "Try again", false);
		assertThat(actions(RefusalAction.SUPPORT, SUPPORT, WAY)).containsExactly(LINK_TO_SUPPORT, secondary);
		assertThat(actions(RefusalAction.SUPPORT, null, WAY)).containsExactly(secondary);
	}

	@Test
	void whenThereAreSeveralWaysThenTheyKeepTheirNames() {
		assertThat(actions(RefusalAction.OTHER_ACCOUNT, null, WAY, OTHER_WAY)).containsExactly(WAY, OTHER_WAY);
	}

	@Test
	void whenSupportHelpsThenSeveralWaysAreSecondary() {
		PageAction secondary = new PageAction(WAY.url(), WAY.label(), false);
		assertThat(actions(RefusalAction.SUPPORT, SUPPORT, WAY, OTHER_WAY)).containsExactly(LINK_TO_SUPPORT, secondary,
				OTHER_WAY);
		assertThat(actions(RefusalAction.SUPPORT, null, WAY, OTHER_WAY)).containsExactly(secondary, OTHER_WAY);
	}

	@ParameterizedTest
	@EnumSource(RefusalAction.class)
	void whenTheOnlyWayIsAnotherProviderThenItKeepsItsName(RefusalAction help) {
		assertThat(actions(help, null, OTHER_WAY)).containsExactly(OTHER_WAY);
	}

	@Test
	void whenThereIsNoWayThenOnlySupportIsOffered() {
		assertThat(actions(RefusalAction.SUPPORT, SUPPORT)).containsExactly(LINK_TO_SUPPORT);
		assertThat(actions(RefusalAction.OPEN_IN_WECOM, SUPPORT)).isEmpty();
	}

	private static List<PageAction> actions(RefusalAction help, String support, PageAction... ways) {
		return PageAction.of(help, "7K3M9PQX", List.of(ways), support, Locale.ENGLISH);
	}

}
