package io.github.wecomlogin.app.setup;

import java.util.List;
import java.util.Locale;

import io.github.wecomlogin.access.RoleRule;
import io.github.wecomlogin.registration.WeComRegistration;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the guide shows of a registration; never its secret.
 *
 * @param registrationId the ID of the registration
 * @param corpId the corp ID of the company
 * @param agentId the ID of the application in WeCom
 * @param prefix the prefix of its properties, with a dot at the end
 * @param callbackUrl the URL for its events
 * @param callbackConfigured whether Token and EncodingAESKey are configured
 * @param roleRules the number of role rules
 * @param administratorRules the rules that grant the role {@code ADMIN}
 */
record SetupApplication(String registrationId, String corpId, long agentId, String prefix, String callbackUrl,
		boolean callbackConfigured, int roleRules, List<RoleRule> administratorRules) {

	private static final String SHORT_PREFIX = "wecom.";

	static SetupApplication of(WeComRegistration registration, boolean hasShortForm, boolean callbackConfigured,
			String siteUrl) {
		String id = registration.registrationId();
		List<RoleRule> rules = registration.rules().roles();
		return new SetupApplication(id, registration.application().corpId(), registration.application().agentId(),
				hasShortForm ? SHORT_PREFIX : SHORT_PREFIX + "registration." + id + ".",
				siteUrl + "/wecom/callback/" + id, callbackConfigured, rules.size(),
				rules.stream().filter((rule) -> rule.role().equals("ADMIN")).toList());
	}

	/**
	 * Returns the lines that set a new Token and EncodingAESKey, other ones for each
	 * call.
	 */
	public String newCallbackVariables() {
		NewCallbackKeys keys = NewCallbackKeys.random();
		return variable("callback.token") + "=" + keys.token() + "\n" + variable("callback.encodingaeskey") + "="
				+ keys.encodingAesKey();
	}

	/**
	 * Returns the lines that grant the role {@code ADMIN}, as environment variables, or
	 * {@code null} if there are rules, because lists of two sources are not merged.
	 */
	public @Nullable String administratorVariables() {
		if (this.roleRules > 0) {
			return null;
		}
		String rule = variable("roles.0") + "_";
		return rule + "ROLE=ADMIN\n" + rule + "USERS=zhangsan";
	}

	/**
	 * Returns the lines that grant the role {@code ADMIN}, as YAML.
	 */
	public String administratorYaml() {
		StringBuilder yaml = new StringBuilder();
		String indent = "";
		for (String key : (this.prefix + "roles").split("\\.")) {
			yaml.append(indent).append(key).append(":\n");
			indent += "  ";
		}
		return yaml.append(indent).append("- role: ADMIN\n").append(indent).append("  users: [zhangsan]").toString();
	}

	private String variable(String key) {
		return (this.prefix + key).replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
	}

}
