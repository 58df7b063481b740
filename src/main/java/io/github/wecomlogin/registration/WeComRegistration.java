package io.github.wecomlogin.registration;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.directory.MemberDirectory;
import io.github.wecomlogin.directory.OrganisationDirectory;
import io.github.wecomlogin.store.SealedStore;
import org.jspecify.annotations.Nullable;

/**
 * A self-built application with which members of one company sign in here.
 *
 * @param registrationId the id in URLs such as {@code /oauth2/authorization/wecom}
 * @param name what the sign-in page calls it, or {@code null} for WeCom's own name in the
 * visitor's language
 * @param application who we are for WeCom
 * @param scope what members are asked for
 * @param client calls WeCom as this application
 * @param members reads members as this application
 * @param organisation what this application knows of departments and tags
 * @param rules who may sign in, and which roles members have
 * @param sharedStore what all nodes know, or {@code null} if each node is on its own
 */
public record WeComRegistration(String registrationId, @Nullable String name, WeComApplication application,
		WeComScope scope, WeComClient client, MemberDirectory members, OrganisationDirectory organisation,
		AccessRules rules, @Nullable SealedStore sharedStore) {

	@Override
	public String toString() {
		return "WeComRegistration[" + this.registrationId + "]";
	}

}
