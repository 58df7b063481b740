package io.github.wecomlogin.autoconfigure.properties;

import java.util.ArrayList;
import java.util.List;

import io.github.wecomlogin.registration.WeComScope;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Configuration properties of one self-built application of a company.
 */
public class WeComRegistrationProperties {

	/**
	 * Corp ID of the company (企业ID), shown in the WeCom admin console under "My company"
	 * (我的企业).
	 */
	private @Nullable String corpId;

	/**
	 * AgentId of the self-built application, shown on its page in the WeCom admin console
	 * under "App management" (应用管理).
	 */
	private @Nullable String agentId;

	/**
	 * Secret of the self-built application, shown on the same page as the AgentId.
	 */
	private @Nullable String secret;

	/**
	 * Name on the sign-in page, shown if there are several options.
	 */
	private @Nullable String name;

	/**
	 * OAuth scope of sign-ins inside WeCom.
	 */
	private WeComScope scope = WeComScope.SNSAPI_BASE;

	/**
	 * Members who can sign in. All members in the visible range if not set.
	 */
	@NestedConfigurationProperty
	private @Nullable MembersProperties allow;

	/**
	 * Rules that grant roles to members.
	 */
	private List<Role> roles = new ArrayList<>();

	/**
	 * Events of this application.
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
	 * Rule that grants a role.
	 */
	public static class Role extends MembersProperties {

		/**
		 * Role to grant, without the prefix ROLE_.
		 */
		// An Object, to detect values that YAML has parsed as numbers
		private @Nullable Object role;

		public @Nullable Object getRole() {
			return this.role;
		}

		public void setRole(@Nullable Object role) {
			this.role = role;
		}

	}

}
