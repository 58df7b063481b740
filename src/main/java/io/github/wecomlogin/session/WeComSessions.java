package io.github.wecomlogin.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.user.Account;
import io.github.wecomlogin.user.WeComSignInDetails;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.BackgroundThreads;

/**
 * Lists and ends the sessions of members. Lists the sessions known to a
 * {@link SessionIndex}: those in the memory of this node, in a Spring Session store with
 * a name index, and in Spring Security's session registry. Ends all sessions of a member,
 * listed or not. Members who are still allowed can sign in again.
 */
public final class WeComSessions implements AutoCloseable {

	private static final int REFERENCE_BYTES = 12;

	private final BackgroundThreads threads = BackgroundThreads.droppingOnceClosed("sessions");

	/**
	 * Accounts to be checked, with the user id as last spelled by a caller.
	 */
	private final Map<Account, String> toCheck = new ConcurrentHashMap<>();

	private final ChangeStamps stamps;

	private final WeComSessionChecks checks;

	private final SessionEndReporter ends;

	private final List<SessionIndex> indexes;

	private final boolean listsAll;

	/**
	 * Creates the bean.
	 * @param stamps the change stamps, which end sessions that no index knows
	 * @param checks decides which sessions may continue
	 * @param ends reports ended sessions
	 * @param indexes the indexes to search
	 * @param listsAll whether the indexes know all sessions that this node serves
	 */
	public WeComSessions(ChangeStamps stamps, WeComSessionChecks checks, SessionEndReporter ends,
			List<SessionIndex> indexes, boolean listsAll) {
		this.stamps = stamps;
		this.checks = checks;
		this.ends = ends;
		this.indexes = List.copyOf(indexes);
		this.listsAll = listsAll;
	}

	/**
	 * Whether {@link #find(String, String)} lists all sessions of this application, or of
	 * this node if sessions are not shared.
	 * @return {@code false} if sessions are in a store without a name index; they can
	 * still be ended
	 */
	public boolean listsAll() {
		return this.listsAll;
	}

	/**
	 * Finds the sessions of a member.
	 * @param corpId the company
	 * @param userId the member's id, in the directory's spelling for sessions in a Spring
	 * Session store
	 * @return the sessions, most recently used first
	 */
	public List<WeComSession> find(String corpId, String userId) {
		List<WeComSession> sessions = new ArrayList<>();
		located(corpId, userId).values().forEach((located) -> {
			WeComUser user = located.user();
			WeComSignInDetails details = (located.session()
				.authentication()
				.getDetails() instanceof WeComSignInDetails known) ? known : null;
			sessions.add(new WeComSession(reference(located.session().id()), user.getRegistrationId(), user.getUserId(),
					user.getSignedInAt(), located.session().lastUsedAt(), user.getCheckedAt(),
					(details != null) ? details.getRemoteAddress() : null, (details != null) ? details.getWay() : null,
					(details != null) ? details.getDevice() : null));
		});
		sessions.sort(Comparator.comparing(WeComSession::lastUsedAt).reversed());
		return sessions;
	}

	/**
	 * Ends one session of a member.
	 * @param corpId the company
	 * @param userId the member's id, as for {@link #find(String, String)}
	 * @param reference the {@linkplain WeComSession#reference() reference} of the session
	 * @return whether there was such a session
	 */
	public boolean end(String corpId, String userId, String reference) {
		for (Located located : located(corpId, userId).values()) {
			if (reference(located.session().id()).equals(reference)) {
				end(located, WeComRefusal.SESSION_ENDED);
				return true;
			}
		}
		return false;
	}

	/**
	 * Ends all sessions of a member, on all nodes that share a store. Known sessions end
	 * at once, all others with their next request.
	 * @param corpId the company
	 * @param userId the member's id, as for {@link #find(String, String)}
	 * @return the number of known sessions
	 */
	public int endAll(String corpId, String userId) {
		// First, so that sessions that begin meanwhile end too
		this.stamps.endSessions(corpId, userId);
		Map<String, Located> known = located(corpId, userId);
		known.values().forEach((located) -> end(located, WeComRefusal.SESSION_ENDED));
		return known.size();
	}

	/**
	 * Checks the known sessions of a member in the background and ends those that may not
	 * continue, ahead of the check on their next request. Requests for a member whose
	 * check is still pending are merged. Takes at most one call of {@code user/get}.
	 */
	void checkSoon(String corpId, String userId) {
		Account account = Account.of(corpId, userId);
		if (this.toCheck.put(account, userId) == null) {
			this.threads.execute(() -> check(account));
		}
	}

	/**
	 * Finds out in the background whether a member has left who may have no session here.
	 */
	void lookFor(String corpId, String userId) {
		this.checks.lookFor(corpId, userId);
	}

	private void check(Account account) {
		String userId = this.toCheck.remove(account);
		if (userId == null) {
			return;
		}
		for (Located located : located(account.corpId(), userId).values()) {
			WeComRefusal end = this.checks.check(located.user()).end();
			if (end != null) {
				end(located, end);
			}
		}
	}

	private void end(Located located, WeComRefusal reason) {
		this.ends.note(located.session().id(), located.user(), reason);
		located.index().end(located.session().id());
		this.ends.publish(located.session().id(), located.session().authentication(), located.user(), reason);
	}

	private Map<String, Located> located(String corpId, String userId) {
		Map<String, Located> located = new LinkedHashMap<>();
		for (SessionIndex index : this.indexes) {
			for (IndexedSession session : index.find(corpId, userId)) {
				WeComUser user = session.user();
				if (user != null && user.isMember(corpId, userId)) {
					located.putIfAbsent(session.id(), new Located(index, session, user));
				}
			}
		}
		return located;
	}

	/**
	 * Returns the public reference of a session, which identifies it without its id.
	 * @param sessionId the session id
	 * @return the {@linkplain WeComSession#reference() reference}
	 */
	public static String reference(String sessionId) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(sessionId.getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, REFERENCE_BYTES));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This Java runtime has no SHA-256", ex);
		}
	}

	/**
	 * Stops checks in the background.
	 */
	@Override
	public void close() {
		this.threads.close();
	}

	private record Located(SessionIndex index, IndexedSession session, WeComUser user) {

		@Override
		public String toString() {
			return "Located[]";
		}

	}

}
