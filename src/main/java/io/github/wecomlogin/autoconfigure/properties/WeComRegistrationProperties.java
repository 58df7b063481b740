package io.github.wecomlogin.autoconfigure.properties;

import java.util.ArrayList;
import java.util.List;

import io.github.wecomlogin.registration.WeComScope;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties of one self-built application of a company.
 */
public class WeComRegistrationProperties {

	/**
	 * Company id (企业ID), in the WeCom console under "My company" (我的企业).
	 */
	private @Nullable String corpId;

	/**
	 * AgentId of the self-built application, in the WeCom console on its page under "App
	 * management" (应用管理).
	 */
	private @Nullable String agentId;

	/**
	 * Secret of the self-built application, on the same page as its AgentId.
	 */
	private @Nullable String secret;

	/**
	 * Name shown on the sign-in page where there is a choice.
	 */
	private @Nullable String name;

	/**
	 * What members are asked for inside WeCom.
	 */
	private WeComScope scope = WeComScope.SNSAPI_BASE;

	/**
	 * Members who may sign in at all. Everyone in the visible range if not set.
	 */
	@NestedConfigurationProperty
	private @Nullable MembersProperties allow;

	/**
	 * Rules that give roles to members.
	 */
	private List<Role> roles = new ArrayList<>();

	/**
	 * How WeCom sends events of this application.
	 */
	@NestedConfigurationProperty
	private final CallbackProperties callback = new CallbackProperties();

	public @Nullable String getCorpId() {
		return this.corpId;
	}

	public void setCorpId(@Nullable String corpId) {
		this.corpId = corpId;
	}

	public @Nullable String getAgentId() {
		return this.agentId;
	}

	public void setAgentId(@Nullable String agentId) {
		this.agentId = agentId;
	}

	public @Nullable String getSecret() {
		return this.secret;
	}

	public void setSecret(@Nullable String secret) {
		this.secret = secret;
	}

	public @Nullable String getName() {
		return this.name;
	}

	public void setName(@Nullable String name) {
		this.name = name;
	}

	public WeComScope getScope() {
		return this.scope;
	}

	public void setScope(WeComScope scope) {
		this.scope = scope;
	}

	public @Nullable MembersProperties getAllow() {
		return this.allow;
	}

	public void setAllow(@Nullable MembersProperties allow) {
		this.allow = allow;
	}

	public List<Role> getRoles() {
		return this.roles;
	}

	public void setRoles(List<Role> roles) {
		this.roles = roles;
	}

	public CallbackProperties getCallback() {
		return this.callback;
	}

	boolean isEmpty() {
		return this.corpId == null && this.agentId == null && this.secret == null;
	}

	/**
	 * A rule that gives a role.
	 */
	public static class Role extends MembersProperties {

		/**
		 * Role, without the prefix ROLE_.
		 */
		// Not a string, so that what YAML takes for a number can be told from text
		private @Nullable Object role;

		public @Nullable Object getRole() {
			return this.role;
		}

		public void setRole(@Nullable Object role) {
			this.role = role;
		}

	}

}
