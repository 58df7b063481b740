package io.github.wecomlogin.authorization;

import org.jspecify.annotations.Nullable;

/**
 * Why a member has an authority.
 *
 * @param authority the authority, for roles with the prefix {@code ROLE_}
 * @param source what gave it
 * @param name which of those: the place of the rule, such as {@code wecom.roles[2]}, or
 * the name of the provider's bean; {@code null} for {@link Source#EVERYBODY}
 * @param reason what of the rule the member meets, such as {@code departments: [2]};
 * {@code null} unless the source is a rule
 */
public record WeComGrant(String authority, Source source, @Nullable String name, @Nullable String reason) {

	/**
	 * Does not say why: reasons have user ids.
	 */
	@Override
	public String toString() {
		return "WeComGrant[" + this.authority + ", " + ((this.name != null) ? this.name : this.source) + "]";
	}

	/**
	 * What gives authorities.
	 */
	public enum Source {

		/**
		 * Everybody who is signed in has it.
		 */
		EVERYBODY,

		/**
		 * A rule of {@code wecom.roles}.
		 */
		RULE,

		/**
		 * A {@link WeComAuthoritiesProvider}.
		 */
		PROVIDER

	}

}
