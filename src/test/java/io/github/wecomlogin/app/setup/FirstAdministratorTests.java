package io.github.wecomlogin.app.setup;

import java.time.Clock;
import java.util.List;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.registration.WeComScope;
import io.github.wecomlogin.store.InMemorySharedStore;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStoreException;
import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FirstAdministratorTests {

	private final InMemorySharedStore store = new InMemorySharedStore(Clock.systemUTC());

	private final WeComRegistrations registrations = new WeComRegistrations(
			List.of(registration("wecom"), registration("branch")));

	private final FirstAdministrator node = node(true);

	private final FirstAdministrator other = node(true);

	@Test
	void whenAMemberSignsInThenTheAdministratorIsStillAwaited() {
		signIn(this.node, "ROLE_USER", "ADMIN");
		assertThat(this.node.hasSignedIn()).isFalse();
		assertThat(this.other.hasSignedIn()).isFalse();
	}

	@Test
	void whenAnAdministratorSignsInThenEveryNodeKnows() {
		assertThat(this.other.hasSignedIn()).isFalse();
		signIn(this.node, "ROLE_USER", "ROLE_ADMIN");
		assertThat(this.node.hasSignedIn()).isTrue();
		assertThat(this.other.hasSignedIn()).isTrue();
		assertThat(node(true).hasSignedIn()).isTrue();
		this.store.setDown(true);
		assertThat(this.other.hasSignedIn()).isTrue();
	}

	@Test
	void whenNodesShareNothingThenOnlyThisOneKnows() {
		FirstAdministrator alone = node(false);
		assertThat(alone.hasSignedIn()).isFalse();
		signIn(alone, "ROLE_ADMIN");
		assertThat(alone.hasSignedIn()).isTrue();
		assertThat(node(false).hasSignedIn()).isFalse();
	}

	@Test
	void whenStoreDoesNotAnswerThenItIsNotKnown() {
		this.store.setDown(true);
		assertThatExceptionOfType(SharedStoreException.class).isThrownBy(this.node::hasSignedIn);
	}

	@Test
	void whenStoreWasDownThenTheNextSignInIsShared() {
		this.store.setDown(true);
		signIn(this.node, "ROLE_ADMIN");
		assertThat(this.node.hasSignedIn()).isTrue();
		this.store.setDown(false);
		assertThat(this.other.hasSignedIn()).isFalse();
		signIn(this.node, "ROLE_ADMIN");
		assertThat(this.other.hasSignedIn()).isTrue();
	}

	@Test
	void whenStoreWasDownThenTheNextRequestForTheSetUpSharesIt() {
		this.store.setDown(true);
		signIn(this.node, "ROLE_ADMIN");
		assertThat(this.node.hasSignedIn()).isTrue();
		this.store.setDown(false);
		assertThat(this.node.hasSignedIn()).isTrue();
		assertThat(this.other.hasSignedIn()).isTrue();
	}

	@Test
	void whenStoreHasLostItThenANodeThatKnowsSharesItAgain() {
		signIn(this.node, "ROLE_ADMIN");
		this.store.clear();
		assertThat(this.other.hasSignedIn()).isFalse();
		assertThat(this.node.hasSignedIn()).isTrue();
		assertThat(this.other.hasSignedIn()).isTrue();
		this.store.clear();
		assertThat(this.other.hasSignedIn()).isTrue();
		assertThat(node(true).hasSignedIn()).isTrue();
	}

	private static void signIn(FirstAdministrator node, String... authorities) {
		node.onSignIn(new InteractiveAuthenticationSuccessEvent(new TestingAuthenticationToken("amy", "", authorities),
				FirstAdministratorTests.class));
	}

	private FirstAdministrator node(boolean shared) {
		return new FirstAdministrator(this.registrations,
				new PerRegistration<>(this.registrations, (registration) -> shared ? sealed(registration) : null));
	}

	private SealedStore sealed(WeComRegistration registration) {
		WeComApplication application = registration.application();
		return new SealedStore(this.store, registration.registrationId(), application.deriveKey("name"),
				application.deriveKey("seal"), Clock.systemUTC());
	}

	private static WeComRegistration registration(String id) {
		return new WeComRegistration(id, null,
				new WeComApplication("ww0123456789abcdef", 1000002, "a-secret-of-" + id + "-0123456789-0123456789"),
				WeComScope.SNSAPI_BASE, new AccessRules(null, List.of()));
	}

}
