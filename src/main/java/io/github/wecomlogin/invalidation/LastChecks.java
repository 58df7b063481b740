package io.github.wecomlogin.invalidation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStoreException;
import io.github.wecomlogin.user.MemberKey;
import io.github.wecomlogin.user.Stamps;
import io.github.wecomlogin.user.Verification;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last check of each member who has no session that could store it, with
 * the change stamps read before that check. At most 100,000 members on this node, and all
 * of them in the store that nodes share, for the grace period. A forgotten member is
 * checked again.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class LastChecks {

	private static final int MAX_ENTRIES = 100_000;

	private final Map<MemberKey, Verification> checks;

	private final WeComRegistrations registrations;

	private final PerRegistration<SealedStore> sharedStores;

	private final Duration retention;

	/**
	 * Creates the memory.
	 * @param registrations the registrations that members sign in with
	 * @param sharedStores the stores that nodes share, if any
	 * @param retention the grace period, after which a check counts no more
	 */
	public LastChecks(WeComRegistrations registrations, PerRegistration<SealedStore> sharedStores, Duration retention) {
		this.registrations = registrations;
		this.sharedStores = sharedStores;
		this.retention = retention;
		this.checks = Caffeine.newBuilder()
			.executor(Runnable::run)
			.expireAfterWrite(retention)
			.maximumSize(MAX_ENTRIES)
			.<MemberKey, Verification>build()
			.asMap();
	}

	/**
	 * Returns the last check known to this node.
	 * @return the check, or {@code null} if none is known
	 */
	public @Nullable Verification find(WeComUser user) {
		return this.checks.get(MemberKey.of(user));
	}

	/**
	 * Returns the last check known to any node, and remembers it on this one.
	 * @return the check, or {@code null} if none is known or the store does not answer
	 */
	public @Nullable Verification findShared(WeComUser user) {
		SealedStore store = store(user);
		try {
			SealedStore.Entry entry = (store != null) ? store.get(name(user)) : null;
			Verification check = (entry != null) ? read(new String(entry.value(), StandardCharsets.US_ASCII)) : null;
			if (check != null) {
				this.checks.put(MemberKey.of(user), check);
			}
			return check;
		}
		catch (SharedStoreException ex) {
			return null;
		}
	}

	/**
	 * Remembers a successful check.
	 */
	public void confirmed(WeComUser user) {
		put(user, user.verification());
	}

	/**
	 * Remembers that the last check refused the member: no earlier check or sign-in
	 * counts any more.
	 */
	public void refused(WeComUser user, Instant at) {
		put(user, new Verification(user.getSignedInAt(), at, Stamps.NEVER_SEEN));
	}

	/**
	 * Whether a check refused the member.
	 */
	public static boolean isRefusal(Verification check) {
		return check.seen().equals(Stamps.NEVER_SEEN);
	}

	private void put(WeComUser user, Verification check) {
		this.checks.put(MemberKey.of(user), check);
		SealedStore store = store(user);
		if (store != null) {
			try {
				String text = check.checkedAt().toEpochMilli() + " " + check.seen().write();
				store.put(name(user), text.getBytes(StandardCharsets.US_ASCII), this.retention);
			}
			catch (SharedStoreException ex) {
				// Other nodes check the member themselves
			}
		}
	}

	private @Nullable SealedStore store(WeComUser user) {
		return this.sharedStores.find(this.registrations.find(user.getRegistrationId()));
	}

	private static String name(WeComUser user) {
		return "check|" + user.account().corpId() + "|" + user.account().userId();
	}

	private static @Nullable Verification read(String text) {
		int space = text.indexOf(' ');
		try {
			Instant checkedAt = Instant.ofEpochMilli(Long.parseLong(text.substring(0, Math.max(0, space))));
			return new Verification(checkedAt, checkedAt, Stamps.read(text.substring(space + 1)));
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
