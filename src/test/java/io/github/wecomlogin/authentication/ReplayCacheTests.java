package io.github.wecomlogin.authentication;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.client.PersonalDetail;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.registration.WeComScope;
import io.github.wecomlogin.store.DelegatingSharedStore;
import io.github.wecomlogin.store.InMemorySharedStore;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStore;
import io.github.wecomlogin.user.Account;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What callbacks get that repeat a code, on one node and on two with a shared store.
 */
class ReplayCacheTests {

	private static final String CORP_ID = "ww0123456789abcdef";

	private static final WeComApplication APPLICATION = new WeComApplication(CORP_ID, 1000002, "the-secret");

	private static final Identity ZHANGSAN = new Identity(Account.of(CORP_ID, "ZhangSan"), "ZhangSan",
			new PersonalDetail("1", "https://pictures.example/zs", "13800000000", "zs@example.com", null));

	private static final WeComUser USER = WeComUser.withUserId("wecom", CORP_ID, "ZhangSan").build();

	private final MutableClock clock = new MutableClock();

	private final InMemorySharedStore store = new InMemorySharedStore(this.clock);

	private final List<AutoCloseable> closing = new ArrayList<>();

	private final Node one = new Node(this.store, APPLICATION);

	private final Node two = new Node(this.store, APPLICATION);

	private final Attempt attempt = attempt("nonce");

	@AfterEach
	void stop() throws Exception {
		for (AutoCloseable each : this.closing) {
			each.close();
		}
	}

	@Test
	void whenCodeIsRepeatedThenTheWholeResultIsShared() {
		this.one.signIn(this.attempt, "code");
		CodeResult repeated = this.one.repeat(this.attempt, "code");
		assertThat(repeated.identity()).isEqualTo(ZHANGSAN);
		assertThat(repeated.user()).isSameAs(USER);
		assertThat(repeated.refusal()).isNull();
	}

	@ParameterizedTest
	@EnumSource(value = WeComRefusal.class, names = { "NOT_ALLOWED", "NOT_ACTIVE", "NOT_VISIBLE", "MISCONFIGURED" })
	void whenMemberWasRefusedThenTheRefusalIsShared(WeComRefusal refusal) {
		ReplayCache.Use use = this.one.first(this.attempt, "code");
		this.one.cache.exchanged(use, ZHANGSAN, null);
		this.one.cache.complete(use, null, refusal);
		CodeResult repeated = this.one.repeat(this.attempt, "code");
		assertThat(repeated.refusal()).isEqualTo(refusal);
		assertThat(repeated.identity()).as("whose code it was").isEqualTo(ZHANGSAN);
	}

	@Test
	void whenCodeIsRepeatedTooOftenThenItIsRejected() {
		this.one.signIn(this.attempt, "code");
		for (int i = 0; i < ReplayCache.MAX_REPEATS; i++) {
			assertThat(this.one.repeat(this.attempt, "code").user()).isSameAs(USER);
		}
		assertRejected(this.one.repeat(this.attempt, "code"));
		assertRejected(this.one.repeat(this.attempt, "code"));
	}

	@Test
	void whenFirstCallbackIsUnderWayThenRepeatWaitsForIt() {
		ReplayCache.Use use = this.one.first(this.attempt, "code");
		CompletableFuture<CodeResult> repeated = this.one.cache.repeat(use, deadline());
		assertThat(repeated).isNotDone();
		this.one.cache.exchanged(use, ZHANGSAN, null);
		this.one.cache.complete(use, USER, null);
		assertThat(repeated).isCompletedWithValueMatching((result) -> result.user() == USER);
	}

	@Test
	void whenFirstCallbackIsSlowThenRepeatIsBusyAndFirstGoesOn() {
		ReplayCache.Use use = this.one.first(this.attempt, "code");
		assertThat(this.one.cache.repeat(use, Deadline.after(Duration.ZERO)).join().refusal())
			.isEqualTo(WeComRefusal.BUSY);
		assertThat(use.result()).isNotDone();
	}

	@Test
	void whenFirstCallbackFoundNoRoomThenSameCallbackCanComeAgain() {
		ReplayCache.Use use = this.one.first(this.attempt, "code");
		this.one.cache.abandon(use);
		assertThat(use.result()).isCompletedWithValueMatching((result) -> result.refusal() == WeComRefusal.BUSY);
		this.one.signIn(this.attempt, "code");
	}

	@Test
	void whenThereIsAResultThenItIsNotAbandoned() {
		ReplayCache.Use use = this.one.signIn(this.attempt, "code");
		this.one.cache.abandon(use);
		assertThat(this.one.repeat(this.attempt, "code").user()).isSameAs(USER);
	}

	@Test
	void whenMinuteIsOverThenCodeIsRejectedWithoutBeingSentAgain() {
		this.one.signIn(this.attempt, "code");
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(this.one.repeat(this.attempt, "code").user()).isSameAs(USER);
		this.clock.advance(Duration.ofSeconds(2));
		assertRejected(this.one.repeat(this.attempt, "code"));
		this.clock.advance(Duration.ofMinutes(8));
		assertRejected(this.one.repeat(this.attempt, "code"));
	}

	@Test
	void whenWeComRejectedTheCodeThenItIsNotSentAgain() {
		ReplayCache.Use use = this.one.first(this.attempt, "code");
		this.one.cache.complete(use, null, WeComRefusal.CODE_REJECTED);
		assertRejected(this.one.repeat(this.attempt, "code"));
	}

	@Test
	void whenAttemptBringsAnotherCodeThenItDoesNotFit() {
		this.one.signIn(this.attempt, "code");
		assertThat(this.one.repeat(this.attempt, "invented").refusal()).isEqualTo(WeComRefusal.ATTEMPT_MISMATCH);
		assertThat(this.one.repeat(this.attempt, "code").user()).isSameAs(USER);
	}

	@Test
	void whenCodeComesFromAnotherBrowserThenItIsNoRepeat() {
		this.one.signIn(this.attempt, "code");
		this.one.first(attempt("other"), "code");
	}

	@Test
	void whenMemberSignsOutThenResultIsVoid() {
		this.one.signIn(this.attempt, "code");
		this.one.stamps.memberChanged(CORP_ID, "zhangsan");
		assertRejected(this.one.repeat(this.attempt, "code"));
	}

	@Test
	void whenAnEventIsAboutTheMemberThenResultIsVoid() {
		this.one.signIn(this.attempt, "code");
		this.one.stamps.memberChanged(CORP_ID, "zhangsan");
		assertRejected(this.one.repeat(this.attempt, "code"));
	}

	@Test
	void whenAnEventIsAboutARefusedMemberThenRefusalIsVoid() {
		ReplayCache.Use use = this.one.first(this.attempt, "code");
		this.one.cache.exchanged(use, ZHANGSAN, null);
		this.one.cache.complete(use, null, WeComRefusal.NOT_ALLOWED);
		this.one.stamps.memberChanged(CORP_ID, "zhangsan");
		assertRejected(this.one.repeat(this.attempt, "code"));
	}

	@Test
	void whenSessionsOfTheMemberAreEndedThenResultIsVoid() {
		this.one.signIn(this.attempt, "code");
		this.one.stamps.endSessions(CORP_ID, "zhangsan");
		assertRejected(this.one.repeat(this.attempt, "code"));
	}

	@Test
	void whenMemberSignsInAgainThenOnlyTheEarlierResultIsVoid() {
		Attempt later = attempt("later");
		this.one.signIn(this.attempt, "code");
		this.one.stamps.memberChanged(CORP_ID, "zhangsan");
		this.clock.advance(Duration.ofMillis(1));
		this.one.signIn(later, "code-2");
		assertThat(this.one.repeat(later, "code-2").user()).isSameAs(USER);
		assertRejected(this.one.repeat(this.attempt, "code"));
	}

	@Test
	void whenAnotherNodeHasTheIdentityThenItIsFound() {
		this.one.signIn(this.attempt, "code");
		CodeResult found = this.two.exchangedElsewhere(this.attempt, "code");
		assertThat(found.identity()).isEqualTo(ZHANGSAN);
		assertThat(found.user()).as("read by each node").isNull();
		assertThat(this.two.repeat(this.attempt, "code").user()).isSameAs(USER);
	}

	@Test
	void whenAnotherNodeRefusedThePersonThenThatIsFound() {
		ReplayCache.Use use = this.one.first(this.attempt, "code");
		this.one.cache.exchanged(use, null, WeComRefusal.OUTSIDER);
		this.one.cache.complete(use, null, WeComRefusal.OUTSIDER);
		assertThat(this.two.exchangedElsewhere(this.attempt, "code").refusal()).isEqualTo(WeComRefusal.OUTSIDER);
	}

	@Test
	void whenMinuteIsOverThenItIsOverOnEveryNode() {
		this.one.signIn(this.attempt, "code");
		this.clock.advance(Duration.ofSeconds(59));
		this.two.exchangedElsewhere(this.attempt, "code");
		assertThat(this.two.repeat(this.attempt, "code").user()).isSameAs(USER);
		this.clock.advance(Duration.ofSeconds(2));
		assertRejected(this.two.repeat(this.attempt, "code"));
		assertRejected(this.one.repeat(this.attempt, "code"));
	}

	@Test
	void whenMemberSignsOutOnOneNodeThenResultIsVoidOnTheOther() {
		this.one.signIn(this.attempt, "code");
		this.one.stamps.memberChanged(CORP_ID, "zhangsan");
		assertRejected(this.two.exchangedElsewhere(this.attempt, "code"));
	}

	@Test
	void whenNoNodeHasAResultThenTheCodeIsLost() {
		ReplayCache.Use use = this.two.first(this.attempt, "code");
		assertThat(this.two.cache.exchangedElsewhere(use, this.two.impatientPermit())).isNull();
		assertThat(use.isLost()).isTrue();
	}

	@Test
	void whenResultComesAMomentLaterThenItIsFoundAndNoPlaceTaken() {
		this.one.signIn(this.attempt, "code");
		Node late = new Node(new LateStore(this.store), APPLICATION);
		ReplayCache.Use use = late.first(this.attempt, "code");
		SignInPermit permit = late.bulkhead.enter(deadline());
		assertThat(late.cache.exchangedElsewhere(use, permit).identity()).isEqualTo(ZHANGSAN);
		assertThat(late.bulkhead.working()).as("places taken").isZero();
		assertThat(late.bulkhead.lookups().availablePermits()).isEqualTo(SignInBulkhead.MAX_LOOKUPS - 1);
		permit.close();
		assertThat(late.bulkhead.lookups().availablePermits()).isEqualTo(SignInBulkhead.MAX_LOOKUPS);
	}

	@Test
	void whenStoreIsDownThenTheCodeIsLost() {
		this.store.setDown(true);
		this.one.signIn(this.attempt, "code");
		assertThat(this.one.repeat(this.attempt, "code").user()).as("on the same node").isSameAs(USER);
		ReplayCache.Use use = this.two.first(this.attempt, "code");
		assertThat(this.two.cache.exchangedElsewhere(use, this.two.impatientPermit())).isNull();
		assertThat(use.isLost()).isTrue();
	}

	@Test
	void whenThereIsNoStoreThenARejectedCodeIsNotLost() {
		Node alone = new Node(null, APPLICATION);
		ReplayCache.Use use = alone.first(this.attempt, "code");
		assertThat(alone.cache.exchangedElsewhere(use, alone.impatientPermit())).isNull();
		assertThat(use.isLost()).isFalse();
	}

	@Test
	void whenEntriesWereTamperedWithThenTheyAreNoEntries() {
		this.one.signIn(this.attempt, "code");
		this.store.dump().forEach((key, value) -> {
			value[value.length - 1] ^= 1;
			this.store.put(key, value, Duration.ofMinutes(1));
		});
		assertThat(this.two.exchangedElsewhere(this.attempt, "code")).isNull();
	}

	@Test
	void whenEntriesChangedPlacesThenTheyAreNoEntries() {
		this.one.signIn(this.attempt, "code");
		Map<String, byte[]> ofZhangsan = this.store.dump();
		Attempt other = attempt("other");
		ReplayCache.Use use = this.one.first(other, "code-2");
		this.one.cache.exchanged(use, new Identity(Account.of(CORP_ID, "lisi"), "lisi", null), null);
		this.store.dump()
			.keySet()
			.stream()
			.filter((key) -> !ofZhangsan.containsKey(key))
			.forEach(
					(key) -> ofZhangsan.values().forEach((value) -> this.store.put(key, value, Duration.ofMinutes(1))));
		assertThat(this.two.exchangedElsewhere(other, "code-2")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "the-new-secret", "the-secret" })
	void whenAnotherApplicationLooksThenItFindsNothing(String secret) {
		this.one.signIn(this.attempt, "code");
		Node other = new Node(this.store, new WeComApplication("ww9876543210fedcba", 1000002, secret));
		assertThat(other.exchangedElsewhere(this.attempt, "code")).isNull();
	}

	@Test
	void whenStoreIsReadThenItTellsNothing() {
		this.one.signIn(this.attempt, "the-code");
		Map<String, byte[]> dump = this.store.dump();
		// The result and the four stamps of the member
		assertThat(dump).hasSize(5);
		String all = String.join(" ", dump.keySet());
		for (byte[] value : dump.values()) {
			all += new String(value, StandardCharsets.ISO_8859_1);
		}
		assertThat(all.toLowerCase(Locale.ROOT)).doesNotContain("zhangsan", CORP_ID, "the-code", "nonce", "state",
				"138", "example", "result");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "[]", "null", "{}", "{\"refusal\":\"of_tomorrow\"}", "{\"userId\":\"a\"}",
			"{\"stamp\":\"1\"}", "{\"userId\":1,\"stamp\":\"1\"}", "{\"version\":2}",
			"{\"userId\":\"a\",\"stamp\":\"1\",\"detail\":{\"mobile\":[1]}}" })
	void whenAnotherVersionWroteWhatIsUnknownHereThenItIsNotThere(String json) {
		assertThat(CodeResult.read(CORP_ID, json.getBytes(StandardCharsets.UTF_8))).isNull();
	}

	@Test
	void whenAnotherVersionWroteMoreThenTheRestIsRead() {
		CodeResult identity = CodeResult.read(CORP_ID, """
				{"stamp":"s","userId":"Amy","new":[1],"detail":{"mobile":"1","new":{}}}"""
			.getBytes(StandardCharsets.UTF_8));
		assertThat(identity).isEqualTo(new CodeResult(
				new Identity(Account.of(CORP_ID, "amy"), "Amy", new PersonalDetail(null, null, "1", null, null)), "s",
				null, null));
		assertThat(CodeResult.read(CORP_ID, "{\"refusal\":\"outsider\",\"new\":1}".getBytes(StandardCharsets.UTF_8)))
			.isEqualTo(CodeResult.refused(WeComRefusal.OUTSIDER));
	}

	@Test
	void whenManyInventedCodesAreRejectedThenResultsAreKept() {
		this.one.signIn(this.attempt, "code");
		for (int i = 0; i < 30_000; i++) {
			ReplayCache.Use junk = this.one.first(attempt("junk" + i), "invented");
			this.one.cache.complete(junk, null, WeComRefusal.CODE_REJECTED);
		}
		assertThat(this.one.repeat(this.attempt, "code").user()).isSameAs(USER);
	}

	private static void assertRejected(CodeResult result) {
		assertThat(result.refusal()).isEqualTo(WeComRefusal.CODE_REJECTED);
		assertThat(result.user()).isNull();
	}

	private static Attempt attempt(String nonce) {
		return new Attempt("wecom", "state" + nonce, nonce, SignInWay.WEB_LOGIN, null,
				Instant.parse("2026-01-05T08:00:00Z"), false);
	}

	private static Deadline deadline() {
		return Deadline.after(Duration.ofSeconds(20));
	}

	/**
	 * A store in which the first look finds nothing.
	 */
	private static final class LateStore extends DelegatingSharedStore {

		private boolean looked;

		private LateStore(SharedStore store) {
			super(store);
		}

		@Override
		public synchronized byte[] get(String key) {
			boolean found = this.looked;
			this.looked = true;
			return found ? super.get(key) : null;
		}

	}

	/**
	 * One node of an application.
	 */
	private final class Node {

		private final BackgroundThreads threads = BackgroundThreads.droppingOnceClosed("login");

		private final SignInBulkhead bulkhead = new SignInBulkhead(new BulkheadSettings(5, 0), this.threads,
				Ticker.systemTicker());

		private final WeComRegistration registration;

		private final ChangeStamps stamps;

		private final ReplayCache cache;

		private Node(SharedStore store, WeComApplication application) {
			MutableClock clock = ReplayCacheTests.this.clock;
			SealedStore sealed = (store != null) ? new SealedStore(store, "wecom",
					application.deriveKey("shared-store-name"), application.deriveKey("shared-store-seal"), clock)
					: null;
			this.registration = new WeComRegistration("wecom", null, application, WeComScope.SNSAPI_BASE, null);
			WeComRegistrations registrations = new WeComRegistrations(List.of(this.registration));
			PerRegistration<SealedStore> stores = new PerRegistration<>(registrations, (registration) -> sealed);
			this.stamps = new ChangeStamps(registrations, stores, (registration, stamp) -> {
			}, Duration.ofHours(1), clock);
			this.cache = new ReplayCache(stores, this.stamps, this.threads,
					() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
			ReplayCacheTests.this.closing.add(this.threads);
			ReplayCacheTests.this.closing.add(this.stamps);
		}

		ReplayCache.Use first(Attempt attempt, String code) {
			ReplayCache.Use mine = ReplayCache.Use.of(this.registration, attempt, code);
			assertThat(this.cache.join(mine)).as("may be sent to WeCom").isSameAs(mine);
			assertThat(mine.result().isDone()).as("may not be sent to WeCom").isFalse();
			return mine;
		}

		ReplayCache.Use signIn(Attempt attempt, String code) {
			ReplayCache.Use use = first(attempt, code);
			this.cache.exchanged(use, ZHANGSAN, null);
			this.cache.complete(use, USER, null);
			return use;
		}

		CodeResult repeat(Attempt attempt, String code) {
			ReplayCache.Use mine = ReplayCache.Use.of(this.registration, attempt, code);
			ReplayCache.Use use = this.cache.join(mine);
			assertThat(use != mine || mine.result().isDone()).as("not sent to WeCom").isTrue();
			return this.cache.valid(use, this.cache.repeat(use, deadline()).join());
		}

		/**
		 * Sends a code that WeCom rejects, and completes the sign-in with what is found.
		 */
		CodeResult exchangedElsewhere(Attempt attempt, String code) {
			ReplayCache.Use use = first(attempt, code);
			CodeResult found = this.cache.exchangedElsewhere(use, impatientPermit());
			this.cache.complete(use, (found != null && found.identity() != null) ? USER : null,
					(found != null) ? found.refusal() : WeComRefusal.CODE_REJECTED);
			return found;
		}

		/**
		 * A permit without a place among the lookups, so that nothing waits.
		 */
		SignInPermit impatientPermit() {
			SignInBulkhead full = new SignInBulkhead(new BulkheadSettings(1, 0), this.threads, Ticker.systemTicker());
			full.lookups().drainPermits();
			return full.enter(deadline());
		}

	}

}
