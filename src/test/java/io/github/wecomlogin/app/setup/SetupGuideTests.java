package io.github.wecomlogin.app.setup;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.Set;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.access.Criterion;
import io.github.wecomlogin.access.MemberSelector;
import io.github.wecomlogin.access.RoleRule;
import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import io.github.wecomlogin.autoconfigure.properties.WeComRegistrationProperties;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.registration.WeComScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

class SetupGuideTests {

	private static final MemberSelector SELECTOR = new MemberSelector(List.of(new Criterion.Tags(Set.of(7L))),
			MemberSelector.Match.ANY);

	private final WeComProperties properties = new WeComProperties();

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	@ParameterizedTest
	@CsvSource({ "https://portal.example.com, portal.example.com", "https://portal.example.com/hr, portal.example.com",
			"https://portal.example.com:8443/hr, portal.example.com:8443" })
	void whenSiteHasAnAddressThenValuesFollowIt(String url, String host) {
		SetupGuide guide = guide(url, registration("wecom"));
		assertThat(guide.url()).isEqualTo(url);
		assertThat(guide.fixed()).isTrue();
		assertThat(guide.host()).isEqualTo(host);
		assertThat(guide.applications()).extracting(SetupApplication::callbackUrl)
			.containsExactly(url + "/wecom/callback/wecom");
	}

	@Test
	void whenSiteHasNoAddressThenValuesFollowTheRequest() {
		this.request.setScheme("https");
		this.request.setServerName("portal.example.com");
		this.request.setServerPort(443);
		this.request.setContextPath("/hr");
		this.request.setRequestURI("/hr/setup");
		SetupGuide guide = guide(null, registration("wecom"));
		assertThat(guide.fixed()).isFalse();
		assertThat(guide.url()).isEqualTo("https://portal.example.com/hr");
		assertThat(guide.host()).isEqualTo("portal.example.com");
	}

	@Test
	void whenFilesHaveContentThenOnlyTheirNamesAreShown() {
		this.properties.setDomainVerification(List.of("WW_verify_a.txt", "WW_verify_b.txt=content=1"));
		assertThat(guide(null, registration("wecom")).domainFiles()).containsExactly("WW_verify_a.txt",
				"WW_verify_b.txt");
	}

	@Test
	void whenThereAreRulesThenOneIsAddedInYamlOnly() {
		RoleRule rule = new RoleRule("wecom.roles[0]", "HR", SELECTOR);
		SetupApplication application = guide(null, registration("wecom", rule)).applications().get(0);
		assertThat(application.administratorRules()).isEmpty();
		assertThat(application.administratorVariables()).isNull();
		assertThat(application.administratorYaml())
			.isEqualTo("wecom:\n  roles:\n    - role: ADMIN\n      users: [zhangsan]");
	}

	@Test
	void whenARuleGrantsAdminThenItIsShown() {
		RoleRule rule = new RoleRule("wecom.roles[0]", "ADMIN", SELECTOR);
		assertThat(guide(null, registration("wecom", rule)).applications().get(0).administratorRules())
			.containsExactly(rule);
	}

	@Test
	void whenRegistrationHasTheLongFormThenItsPropertiesDo() {
		WeComRegistrationProperties branch = new WeComRegistrationProperties();
		branch.getCallback().setToken("Token");
		this.properties.getRegistration().put("branch-office", branch);
		List<SetupApplication> applications = guide(null, registration("wecom"), registration("branch-office"))
			.applications();
		assertThat(applications).extracting(SetupApplication::callbackConfigured).containsExactly(false, true);
		Pattern keys = Pattern.compile("(.*CALLBACK_)TOKEN=(\\w{32})\n\\1ENCODINGAESKEY=(\\w{43})");
		List<MatchResult> lines = applications.stream()
			.flatMap((each) -> keys.matcher(each.newCallbackVariables()).results())
			.toList();
		assertThat(lines).extracting((match) -> match.group(1))
			.containsExactly("WECOM_CALLBACK_", "WECOM_REGISTRATION_BRANCH_OFFICE_CALLBACK_");
		assertThat(lines.get(0).group(2)).isNotEqualTo(lines.get(1).group(2));
		assertThat(lines.get(0).group(3)).isNotEqualTo(lines.get(1).group(3));
	}

	private SetupGuide guide(String baseUrl, WeComRegistration... registrations) {
		return SetupGuide.of(new SiteUrl(baseUrl), this.properties, new WeComRegistrations(List.of(registrations)),
				this.request);
	}

	private static WeComRegistration registration(String id, RoleRule... rules) {
		return new WeComRegistration(id, null,
				new WeComApplication("ww0123456789abcdef", 1000002, "a-secret-0123456789-0123456789-012345678"),
				WeComScope.SNSAPI_BASE, new AccessRules(null, List.of(rules)));
	}

}
