package io.github.wecomlogin.app;

import java.util.List;

import io.github.wecomlogin.authorization.WeComAuthoritiesProvider;
import io.github.wecomlogin.autoconfigure.WeComAutoConfiguration;
import io.github.wecomlogin.registration.WeComRegistrations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class AdminHintTests {

	private static final String HINT = "No rule grants the role ADMIN";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WeComAutoConfiguration.class))
		.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
				"wecom.secret=a-secret-that-no-page-may-show-0123456789ab");

	@ParameterizedTest
	@ValueSource(strings = { "wecom.name=x", "wecom.roles[0].role=HR", "wecom.roles[0].role=admin" })
	void whenNoRuleGrantsAdminThenHint(String property, CapturedOutput output) {
		this.runner.withPropertyValues(property)
			.withPropertyValues(property.contains("roles") ? "wecom.roles[0].users=zhaoliu" : property)
			.run(AdminHintTests::announce);
		assertThat(output).contains(HINT, "WECOM_ROLES_0_ROLE=ADMIN", "没有规则授予 ADMIN 角色");
	}

	@Test
	void whenARuleGrantsAdminThenNoHint(CapturedOutput output) {
		this.runner
			.withPropertyValues("wecom.roles[0].role=HR", "wecom.roles[0].users=lisi", "wecom.roles[1].role=ADMIN",
					"wecom.roles[1].departments=3")
			.run(AdminHintTests::announce);
		assertThat(output).doesNotContain(HINT);
	}

	@Test
	void whenAProviderMayGrantAdminThenNoHint(CapturedOutput output) {
		this.runner.withBean(WeComAuthoritiesProvider.class, () -> (grant) -> List.of()).run(AdminHintTests::announce);
		assertThat(output).doesNotContain(HINT);
	}

	private static void announce(ApplicationContext context) {
		ObjectProvider<WeComAuthoritiesProvider> providers = context.getBeanProvider(WeComAuthoritiesProvider.class);
		new AdminHint(context.getBean(WeComRegistrations.class), providers).warnWithoutAdministrator();
	}

}
