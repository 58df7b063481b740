package io.github.wecomlogin.app;

import java.util.List;
import java.util.Locale;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.access.AllowRule;
import io.github.wecomlogin.access.RoleRule;
import io.github.wecomlogin.registration.WeComRegistration;
import org.jspecify.annotations.Nullable;

/**
 * What may be shown of a registration.
 *
 * @param registrationId its id
 * @param corpId the company
 * @param agentId the application in WeCom
 * @param scope what members are asked for
 * @param allow who may sign in, or {@code null} for everybody
 * @param roles the rules that give roles
 * @param kept what is kept of the company's directory
 */
record Application(String registrationId, String corpId, long agentId, String scope, @Nullable AllowRule allow,
		List<RoleRule> roles, List<KeptList> kept) {

	static Application of(WeComRegistration registration, Locale locale) {
		AccessRules rules = registration.rules();
		return new Application(registration.registrationId(), registration.application().corpId(),
				registration.application().agentId(), registration.scope().value(), rules.allow(), rules.roles(),
				registration.organisation().parts().stream().map((part) -> KeptList.of(part, locale)).toList());
	}

}
