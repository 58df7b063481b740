package io.github.wecomlogin.registration;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.client.WeComApplication;
import org.jspecify.annotations.Nullable;

/**
 * A self-built application with which members of one company sign in here. Data only: its
 * API client, directory and shared store are found with {@link PerRegistration}.
 *
 * @param registrationId the id in URLs such as {@code /oauth2/authorization/wecom}
 * @param name what the sign-in page calls it, or {@code null} for WeCom's own name in the
 * visitor's language
 * @param application who we are for WeCom
 * @param scope what members are asked for
 * @param rules who may sign in, and which roles members have
 */
public record WeComRegistration(String registrationId, @Nullable String name, WeComApplication application,
		WeComScope scope, AccessRules rules) {

	@Override
	public String toString() {
		return "WeComRegistration[" + this.registrationId + "]";
	}

}
