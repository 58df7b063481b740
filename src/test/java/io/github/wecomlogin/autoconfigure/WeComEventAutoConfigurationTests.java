package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.event.WeComEventFilter;
import io.github.wecomlogin.event.WeComEventQueue;
import io.github.wecomlogin.session.WeComSessionChecks;
import io.github.wecomlogin.session.WeComSessions;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static io.github.wecomlogin.autoconfigure.StartFailures.analysisOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where events are received, and what must be configured for it.
 */
class WeComEventAutoConfigurationTests {

	private static final String TOKEN = "Token0123456789";

	private static final String KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

	private final WebApplicationContextRunner runner = Runners.web()
		.withConfiguration(
				AutoConfigurations.of(WeComSessionsAutoConfiguration.class, WeComEventAutoConfiguration.class))
		.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
				"wecom.secret=secret-of-the-application-0123456789abcdefg");

	@Test
	void whenNothingIsConfiguredThenNothingIsReceived() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(WeComEventQueue.class).hasSingleBean(WeComSessions.class);
			assertThat(status(filter(context.getBean("weComEventFilter", FilterRegistrationBean.class)),
					"/wecom/callback/wecom"))
				.isEqualTo(404);
			assertThat(status(filter(context.getBean("weComEventFilter", FilterRegistrationBean.class)),
					"/wecom/callback/contacts"))
				.isEqualTo(404);
		});
	}

	@Test
	void whenBothAreConfiguredThenBothArriveBeforeSpringSecurity() {
		this.runner
			.withPropertyValues("wecom.callback.token=" + TOKEN, "wecom.callback.encoding-aes-key=" + KEY,
					"wecom.contact-callback.token=" + TOKEN, "wecom.contact-callback.encoding-aes-key=" + KEY)
			.run((context) -> {
				FilterRegistrationBean<?> registration = context.getBean("weComEventFilter",
						FilterRegistrationBean.class);
				assertThat(registration.getOrder()).isLessThan(-100);
				assertThat(status(filter(registration), "/wecom/callback/wecom")).isEqualTo(403);
				assertThat(status(filter(registration), "/wecom/callback/contacts")).isEqualTo(403);
			});
	}

	@Test
	void whenBlankThenAbsent() {
		this.runner.withPropertyValues("wecom.callback.token=", "wecom.callback.encoding-aes-key= ")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whenOneOfTheTwoIsMissingThenStartFailsAndSaysWhich() {
		assertThat(analysisOf(this.runner.withPropertyValues("wecom.callback.token=" + TOKEN)).getDescription())
			.startsWith("Property 'wecom.callback.encoding-aes-key' is missing. ");
		assertThat(
				analysisOf(this.runner.withPropertyValues("wecom.callback.encoding-aes-key=" + KEY)).getDescription())
			.startsWith("Property 'wecom.callback.token' is missing. ");
		assertThat(analysisOf(this.runner.withPropertyValues("wecom.contact-callback.token=" + TOKEN)).getAction())
			.contains("通讯录同步", "Contact sync");
	}

	@Test
	void whenCompanyOfContactsIsAnotherThenStartFails() {
		assertThat(analysisOf(this.runner.withPropertyValues("wecom.contact-callback.corp-id=wwfedcba9876543210",
				"wecom.contact-callback.token=" + TOKEN, "wecom.contact-callback.encoding-aes-key=" + KEY))
			.getDescription()).contains("wecom.contact-callback.corp-id", "not the corp ID of any registration");
	}

	@Test
	void whenThereAreSeveralCompaniesThenThatOfContactsMustBeSaid() {
		WebApplicationContextRunner two = this.runner.withPropertyValues(
				"wecom.registration.other.corp-id=wwfedcba9876543210", "wecom.registration.other.agent-id=1000003",
				"wecom.registration.other.secret=another-secret-of-an-application-0123456789",
				"wecom.contact-callback.token=" + TOKEN, "wecom.contact-callback.encoding-aes-key=" + KEY);
		assertThat(analysisOf(two).getDescription())
			.startsWith("Property 'wecom.contact-callback.corp-id' is missing. ");
		two.withPropertyValues("wecom.contact-callback.corp-id=wwfedcba9876543210")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whenRegistrationHasTheAddressOfContactsThenStartFails() {
		assertThat(analysisOf(this.runner.withPropertyValues("wecom.registration.contacts.corp-id=ww0123456789abcdef",
				"wecom.registration.contacts.agent-id=7",
				"wecom.registration.contacts.secret=another-secret-of-an-application-0123456789",
				"wecom.registration.contacts.callback.token=" + TOKEN,
				"wecom.registration.contacts.callback.encoding-aes-key=" + KEY, "wecom.contact-callback.token=" + TOKEN,
				"wecom.contact-callback.encoding-aes-key=" + KEY))
			.getDescription()).contains("wecom.registration.contacts.callback");
	}

	@Test
	void whenSpringSessionIsMissingThenContainersSessionsAreListed() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.session"))
			.run((context) -> assertThat(context.getBean(WeComSessions.class).listsAll()).isTrue());
	}

	@Test
	void whenWeComIsSwitchedOffThenNothingIsThere() {
		this.runner.withPropertyValues("wecom.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(WeComEventQueue.class)
				.doesNotHaveBean(WeComSessions.class)
				.doesNotHaveBean(WeComSessionChecks.class));
	}

	private static WeComEventFilter filter(FilterRegistrationBean<?> registration) {
		return (WeComEventFilter) registration.getFilter();
	}

	private static int status(WeComEventFilter filter, String path) throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();
		filter.doFilter(new MockHttpServletRequest("POST", path), response, new MockFilterChain());
		return response.getStatus();
	}

}
