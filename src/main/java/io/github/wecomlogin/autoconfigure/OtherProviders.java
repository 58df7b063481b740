package io.github.wecomlogin.autoconfigure;

import java.util.List;

import io.github.wecomlogin.registration.WeComClientRegistrationRepository;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientPropertiesMapper;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;

/**
 * Collects the registrations of providers other than WeCom: those of the application's
 * repository, or else those of {@code spring.security.oauth2.client}, for which Spring
 * Boot's auto-configuration backs off when the library defines a repository.
 */
final class OtherProviders {

	private OtherProviders() {
	}

	static ClientRegistrationRepository repository(ObjectProvider<ClientRegistrationRepository> repositories,
			OAuth2ClientProperties properties) {
		List<ClientRegistrationRepository> users = repositories
			.stream((type) -> !WeComClientRegistrationRepository.class.isAssignableFrom(type))
			.toList();
		if (users.size() > 1) {
			throw new IllegalStateException("There is more than one ClientRegistrationRepository beside WeCom's");
		}
		if (users.size() == 1) {
			return users.get(0);
		}
		return new InMemoryClientRegistrationRepository(
				new OAuth2ClientPropertiesMapper(properties).asClientRegistrations());
	}

}
