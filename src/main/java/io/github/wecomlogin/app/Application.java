package io.github.wecomlogin.app;

import java.util.List;
import java.util.Locale;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.access.AllowRule;
import io.github.wecomlogin.access.RoleRule;
import io.github.wecomlogin.directory.OrganisationDirectory;
import io.github.wecomlogin.registration.WeComRegistration;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the administration page shows of a registration; never its secret.
 *
 * @param registrationId the id of the registration
 * @param corpId the corp ID of the company
 * @param agentId the ID of the application in WeCom
 * @param scope the OAuth scope
 * @param allow the rule for signing in, or {@code null} to admit all visible members
 * @param roles the role rules
 * @param cached the cached lists of the directory
 */
record Application(String registrationId, String corpId, long agentId, String scope, @Nullable AllowRule allow,
		List<RoleRule> roles, List<CachedList> cached) {

	static Application of(WeComRegistration registration, OrganisationDirectory organisation, Locale locale) {
		AccessRules rules = registration.rules();
		return new Application(registration.registrationId(), registration.application().corpId(),
				registration.application().agentId(), registration.scope().value(), rules.allow(), rules.roles(),
				organisation.parts().stream().map((part) -> CachedList.of(part, locale)).toList());
	}

}
