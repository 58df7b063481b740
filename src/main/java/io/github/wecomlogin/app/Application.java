package io.github.wecomlogin.app;

import java.util.List;
import java.util.Locale;

import io.github.wecomlogin.app.admin.ConnectionView;
import io.github.wecomlogin.app.admin.NodeState;
import io.github.wecomlogin.app.admin.RuleView;
import io.github.wecomlogin.app.admin.RuleViews;
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
 * @param connection the connection of this node to WeCom
 */
record Application(String registrationId, String corpId, long agentId, String scope, @Nullable RuleView allow,
		List<RuleView> roles, List<CachedList> cached, ConnectionView connection) {

	static Application of(WeComRegistration registration, OrganisationDirectory organisation, RuleViews rules,
			NodeState state, Locale locale) {
		return new Application(registration.registrationId(), registration.application().corpId(),
				registration.application().agentId(), registration.scope().value(), rules.allow(registration, locale),
				rules.roles(registration, locale),
				organisation.parts().stream().map((part) -> CachedList.of(part, locale)).toList(),
				state.connection(registration, locale));
	}

}
