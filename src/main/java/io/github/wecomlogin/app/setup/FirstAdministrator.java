package io.github.wecomlogin.app.setup;

import java.time.Duration;

import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStoreException;

import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.stereotype.Component;

/**
 * Remembers whether an administrator has ever signed in: in the store that nodes share,
 * or else until this process ends.
 */
@Component
class FirstAdministrator {

	private static final String ROLE = "ROLE_ADMIN";

	private static final String NAME = "first-administrator";

	private static final Duration LIFETIME = Duration.ofDays(3650);

	private static final byte[] SIGNED_IN = { 1 };

	private final WeComRegistrations registrations;

	private final PerRegistration<SealedStore> sharedStores;

	private volatile boolean signedIn;

	FirstAdministrator(WeComRegistrations registrations, PerRegistration<SealedStore> sharedStores) {
		this.registrations = registrations;
		this.sharedStores = sharedStores;
	}

	static boolean isAdministrator(Authentication authentication) {
		return authentication.getAuthorities().stream().map(GrantedAuthority::getAuthority).anyMatch(ROLE::equals);
	}

	@EventListener
	void onSignIn(InteractiveAuthenticationSuccessEvent event) {
		if (isAdministrator(event.getAuthentication())) {
			signedIn();
		}
	}

	/**
	 * Remembers that an administrator has signed in.
	 */
	void signedIn() {
		this.signedIn = true;
		try {
			for (WeComRegistration registration : this.registrations) {
				SealedStore store = this.sharedStores.find(registration);
				if (store != null) {
					store.put(NAME, SIGNED_IN, LIFETIME);
				}
			}
		}
		catch (SharedStoreException ex) {
			// Closed on this node; other nodes stay closed while they cannot read the
			// store
		}
	}

	/**
	 * Whether an administrator has ever signed in. If that is known here, shares it
	 * again, because the store may have missed or lost it.
	 * @throws SharedStoreException if that is not known because the store does not answer
	 */
	boolean hasSignedIn() {
		if (this.signedIn) {
			signedIn();
			return true;
		}
		for (WeComRegistration registration : this.registrations) {
			SealedStore store = this.sharedStores.find(registration);
			if (store != null && store.get(NAME) != null) {
				this.signedIn = true;
			}
		}
		return this.signedIn;
	}

}
