package io.github.wecomlogin.app.member;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * One way to sign in.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param registrationId the id of the registration
 * @param name what the visitor reads
 * @param wecom whether it is WeCom, and no other provider
 */
public record SignInWay(String registrationId, String name, boolean wecom) {

	/**
	 * Returns where this sign-in begins.
	 * @param returnTo the page to come back to, or {@code null}
	 * @return an address within this application
	 */
	public String address(@Nullable String returnTo) {
		UriComponentsBuilder address = UriComponentsBuilder.fromPath("/oauth2/authorization/")
			.path(UriUtils.encodePathSegment(this.registrationId, StandardCharsets.UTF_8));
		if (returnTo != null) {
			address.queryParam("return-to", UriUtils.encode(returnTo, StandardCharsets.UTF_8));
		}
		return address.build(true).toUriString();
	}

}
