package io.github.wecomlogin.app.member;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Represents an option on the sign-in page.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param registrationId the ID of the registration
 * @param name the display name
 * @param wecom whether the provider is WeCom
 */
public record SignInOption(String registrationId, String name, boolean wecom) {

	/**
	 * Returns the local URL that starts the sign-in.
	 * @param returnTo the page to return to, or {@code null}
	 * @return a URL relative to the context path
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
