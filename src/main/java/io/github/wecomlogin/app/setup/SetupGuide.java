package io.github.wecomlogin.app.setup;

import java.util.List;
import java.util.stream.StreamSupport;

import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import io.github.wecomlogin.autoconfigure.properties.WeComRegistrationProperties;
import io.github.wecomlogin.registration.WeComRegistrations;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.util.StringUtils;

/**
 * Holds the values that the guide shows.
 *
 * @param url the address of the site, without a trailing slash
 * @param fixed whether the address is configured
 * @param host its host, with a port unless it is the default one
 * @param domainFiles the names of the configured domain verification files
 * @param applications the registrations
 */
record SetupGuide(String url, boolean fixed, String host, List<String> domainFiles,
		List<SetupApplication> applications) {

	static SetupGuide of(SiteUrl site, WeComProperties properties, WeComRegistrations registrations,
			HttpServletRequest request) {
		String url = site.of(request);
		return new SetupGuide(url, site.isFixed(), SiteUrl.host(url),
				properties.getDomainVerification().stream().map((file) -> file.replaceFirst("=.*", "")).toList(),
				StreamSupport.stream(registrations.spliterator(), false).map((registration) -> {
					WeComRegistrationProperties own = properties.getRegistration().get(registration.registrationId());
					boolean hasCallback = StringUtils
						.hasText(((own != null) ? own : properties).getCallback().getToken());
					return SetupApplication.of(registration, own == null, hasCallback, url);
				}).toList());
	}

}
