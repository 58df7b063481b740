package io.github.wecomlogin.invalidation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.wecomlogin.MutableClock;
import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.registration.WeComScope;
import io.github.wecomlogin.store.AnnouncingStore;
import io.github.wecomlogin.store.DelegatingSharedStore;
import io.github.wecomlogin.store.InMemorySharedStore;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStore;
import io.github.wecomlogin.store.SharedStoreException;
import io.github.wecomlogin.user.Account;
import io.github.wecomlogin.user.Stamps;
import io.github.wecomlogin.user.Stamps.Change;
import io.github.wecomlogin.user.Verification;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.user.WeComUserBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What change stamps tell of sessions, on the node that replaced them and on others.
 */
class ChangeStampsTests {

	private static final String CORP_ID = "ww0123456789abcdef";

	private static final String OTHER_CORP_ID = "wwffffffffffffffff";

	private static final Account ZHANGSAN = Account.of(CORP_ID, "ZhangSan");

	private static final Duration GRACE = Duration.ofHours(1);

	private final MutableClock clock = new MutableClock();

	private final InMemorySharedStore store = new InMemorySharedStore(this.clock);

	private final List<ChangeStamps> nodes = new ArrayList<>();

	private final WeComRegistration registration = registration("wecom", CORP_ID);

	private final WeComRegistration second = registration("second", CORP_ID);

	private final WeComRegistration otherCompany = registration("other", OTHER_CORP_ID);

	private final ChangeStamps one = node();

	private final ChangeStamps two = node();

	@AfterEach
	void stop() {
		this.nodes.forEach(ChangeStamps::close);
	}

	@Test
	void whenNothingHappensThenNodesAgree() {
		WeComUser user = checked(this.one);
		assertThat(since(this.one, user)).isEqualTo(Change.NOTHING);
		assertThat(since(this.two, user)).isEqualTo(Change.NOTHING);
		assertThat(since(this.two, checked(this.two))).isEqualTo(Change.NOTHING);
	}

	@Test
	void whenMemberChangesThenSessionsOfAllApplicationsDiffer() {
		WeComUser user = checked(this.one);
		WeComUser inSecond = checked(this.two, this.second, "zhangsan");
		WeComUser elsewhere = checked(this.two, this.otherCompany, "zhangsan");
		WeComUser lisi = checked(this.two, this.registration, "lisi");
		this.one.memberChanged(CORP_ID, "zhangsan");
		for (ChangeStamps node : this.nodes) {
			assertThat(since(node, user)).isEqualTo(Change.MEMBER);
			assertThat(since(node, inSecond)).isEqualTo(Change.MEMBER);
			assertThat(since(node, elsewhere)).isEqualTo(Change.NOTHING);
			assertThat(since(node, lisi)).isEqualTo(Change.NOTHING);
			assertThat(since(node, checked(node))).isEqualTo(Change.NOTHING);
		}
	}

	@Test
	void whenCompanyChangesThenAllItsSessionsDiffer() {
		WeComUser user = checked(this.one);
		WeComUser elsewhere = checked(this.one, this.otherCompany, "zhangsan");
		this.two.companyChanged(CORP_ID);
		assertThat(since(this.one, user)).isEqualTo(Change.COMPANY);
		assertThat(since(this.two, user)).isEqualTo(Change.COMPANY);
		assertThat(since(this.one, elsewhere)).isEqualTo(Change.NOTHING);
	}

	@Test
	void whenSessionsAreEndedThenOnlyThoseThatSawAnotherStampEnd() {
		WeComUser before = checked(this.two);
		this.one.endSessions(CORP_ID, "ZHANGSAN");
		WeComUser after = checked(this.two);
		for (ChangeStamps node : this.nodes) {
			assertThat(since(node, before)).isEqualTo(Change.ENDED);
			assertThat(since(node, after)).isEqualTo(Change.NOTHING);
		}
		this.two.endSessions(CORP_ID, "zhangsan");
		assertThat(since(this.one, after)).isEqualTo(Change.ENDED);
	}

	@Test
	void whenClocksOfNodesDifferByDaysThenStampsTellTheSame() {
		MutableClock behind = new MutableClock();
		behind.advance(Duration.ofDays(-2));
		ChangeStamps late = node(behind);
		WeComUser user = checked(this.one);
		late.memberChanged(CORP_ID, "zhangsan");
		assertThat(since(this.one, user)).isEqualTo(Change.MEMBER);
		WeComUser again = checked(late);
		assertThat(since(this.one, again)).isEqualTo(Change.NOTHING);
		late.endSessions(CORP_ID, "zhangsan");
		assertThat(since(this.one, again)).isEqualTo(Change.ENDED);
		assertThat(since(this.one, checked(this.one))).isEqualTo(Change.NOTHING);
	}

	@Test
	void whenAnnouncementIsLateThenOnlyEqualStampsComeFromMemory() {
		AnnouncingStore announcing = new AnnouncingStore(this.store);
		ChangeStamps late = node(this.clock, announcing);
		this.one.endSessions(CORP_ID, "zhangsan");
		WeComUser before = checked(late);
		assertThat(since(late, before)).isEqualTo(Change.NOTHING);
		this.one.endSessions(CORP_ID, "zhangsan");
		WeComUser after = checked(this.two);
		assertThat(since(late, before)).as("not announced yet").isEqualTo(Change.NOTHING);
		assertThat(since(late, after)).as("later than what is in memory").isEqualTo(Change.NOTHING);
		announcing.announce(null);
		assertThat(since(late, before)).isEqualTo(Change.ENDED);
		assertThat(since(late, after)).isEqualTo(Change.NOTHING);
	}

	@Test
	void whenStoreLosesEverythingThenEachSessionIsCheckedAgain() {
		WeComUser user = checked(this.two);
		this.store.clear();
		assertThat(since(this.one, user)).isEqualTo(Change.LOST);
		assertThat(since(this.two, user)).isEqualTo(Change.LOST);
		WeComUser renewed = renewed(user, checked(this.two));
		assertThat(since(this.one, renewed)).isEqualTo(Change.NOTHING);
		assertThat(since(this.one, user)).as("not ended").isIn(Change.MEMBER, Change.COMPANY);
	}

	@Test
	void whenStoreLosesAnEndThenTheNodeThatSetItPutsItBack() {
		WeComUser user = checked(this.two);
		this.one.endSessions(CORP_ID, "zhangsan");
		WeComUser later = checked(this.two);
		this.store.clear();
		assertThat(since(this.one, user)).as("known here").isEqualTo(Change.ENDED);
		assertThat(since(this.two, user)).isIn(Change.LOST, Change.ENDED);
		this.one.synchronize();
		assertThat(since(this.two, user)).isEqualTo(Change.ENDED);
		assertThat(since(this.two, renewed(later, checked(this.two)))).isEqualTo(Change.NOTHING);
	}

	@Test
	void whenSessionWasCheckedBeforeTheEndIsBackThenItEndsAllTheSame() {
		WeComUser user = checked(this.two);
		this.one.endSessions(CORP_ID, "zhangsan");
		this.store.clear();
		WeComUser renewed = renewed(user, checked(this.two));
		this.one.synchronize();
		assertThat(since(this.two, renewed)).isEqualTo(Change.ENDED);
	}

	@Test
	void whenTwoNodesEndSessionsThenTheLaterEndIsPutBack() {
		this.one.endSessions(CORP_ID, "zhangsan");
		WeComUser between = checked(this.two);
		this.two.endSessions(CORP_ID, "zhangsan");
		this.one.synchronize();
		this.store.clear();
		this.one.synchronize();
		this.two.synchronize();
		assertThat(since(this.one, between)).isEqualTo(Change.ENDED);
		assertThat(since(this.two, between)).isEqualTo(Change.ENDED);
	}

	@Test
	void whenNodesEndSessionsDuringAnOutageOfOneThenNoneGoesOn() {
		SeparableStore separable = new SeparableStore(this.store);
		ChangeStamps separated = node(this.clock, separable);
		separable.separated = true;
		separated.endSessions(CORP_ID, "zhangsan");
		WeComUser between = checked(separated);
		this.two.endSessions(CORP_ID, "zhangsan");
		separable.separated = false;
		separated.synchronize();
		assertThat(since(separated, between)).isEqualTo(Change.ENDED);
		assertThat(since(this.two, between)).isEqualTo(Change.ENDED);
		assertThat(since(this.two, checked(separated))).isEqualTo(Change.NOTHING);
	}

	@Test
	void whenStoreComesBackWithAnOlderEndThenTheLaterOneCounts() {
		SeparableStore separable = new SeparableStore(this.store);
		ChangeStamps node = node(this.clock, separable);
		node.endSessions(CORP_ID, "zhangsan");
		WeComUser between = checked(node);
		Map<String, byte[]> older = this.store.dump();
		node.endSessions(CORP_ID, "zhangsan");
		separable.separated = true;
		assertThat(since(node, between)).isEqualTo(Change.ENDED);
		older.forEach((key, value) -> this.store.put(key, value, ChangeStamps.LIFETIME));
		separable.separated = false;
		node.synchronize();
		assertThat(since(node, between)).isEqualTo(Change.ENDED);
		assertThat(since(this.two, between)).isEqualTo(Change.ENDED);
	}

	@Test
	void whenEndIsThirtyDaysOldThenItIsForgotten() {
		WeComUser user = checked(this.one);
		this.one.endSessions(CORP_ID, "zhangsan");
		// Keeps the synchronization in the background out
		synchronized (this.one) {
			this.clock.advance(Duration.ofDays(29));
			this.one.synchronize();
			assertThat(since(this.one, user)).isEqualTo(Change.ENDED);
			this.clock.advance(Duration.ofDays(1));
			this.one.synchronize();
			assertThat(since(this.one, user)).isNotEqualTo(Change.ENDED);
		}
	}

	@Test
	void whenSessionsAreEndedThenOnlyStoresOfTheCompanyAreWritten() {
		this.one.endSessions(CORP_ID, "zhangsan");
		assertThat(this.store.dump()).as("one for each application").hasSize(2);
		this.store.clear();
		this.one.synchronize();
		assertThat(this.store.dump()).hasSize(2);
	}

	@Test
	void whenStoreIsDownThenSessionsAreCheckedOnceAndOnceAfterwards() {
		WeComUser user = checked(this.one);
		this.store.setDown(true);
		assertThat(since(this.one, user)).isEqualTo(Change.COMPANY);
		WeComUser renewed = renewed(user, checked(this.one));
		assertThat(since(this.one, renewed)).isEqualTo(Change.NOTHING);
		assertThat(since(this.two, renewed)).as("another node").isEqualTo(Change.COMPANY);
		this.store.setDown(false);
		this.one.synchronize();
		assertThat(since(this.one, renewed)).isEqualTo(Change.COMPANY);
		assertThat(since(this.one, user)).as("nothing was told").isEqualTo(Change.NOTHING);
	}

	@Test
	void whenStoreIsDownThenEventsHoldHereAndLaterElsewhere() {
		WeComUser user = checked(this.one);
		WeComUser lisi = checked(this.one, this.registration, "lisi");
		this.store.setDown(true);
		this.one.memberChanged(CORP_ID, "zhangsan");
		this.one.endSessions(CORP_ID, "lisi");
		assertThat(since(this.one, user)).isEqualTo(Change.MEMBER);
		assertThat(since(this.one, lisi)).isEqualTo(Change.ENDED);
		this.store.setDown(false);
		this.one.synchronize();
		this.two.synchronize();
		assertThat(since(this.two, user)).isEqualTo(Change.MEMBER);
		assertThat(since(this.two, lisi)).isEqualTo(Change.ENDED);
	}

	@Test
	void whenSignedInWhileTheStoreIsDownThenTheSessionGoesOn() {
		checked(this.one);
		this.store.setDown(true);
		WeComUser user = checked(this.one);
		this.store.setDown(false);
		this.one.synchronize();
		assertThat(since(this.one, user)).isEqualTo(Change.COMPANY);
		assertThat(since(this.one, renewed(user, checked(this.one)))).isEqualTo(Change.NOTHING);
	}

	@Test
	void whenThereIsNoStoreThenANodeGoesByWhatItWasTold() {
		WeComRegistration alone = this.registration;
		ChangeStamps told = node(this.clock, null);
		ChangeStamps other = node(this.clock, null);
		WeComUser user = checked(told, alone, "zhangsan");
		assertThat(since(other, user)).isEqualTo(Change.NOTHING);
		told.memberChanged(CORP_ID, "zhangsan");
		assertThat(since(told, user)).isEqualTo(Change.MEMBER);
		WeComUser renewed = renewed(user, checked(told, alone, "zhangsan"));
		assertThat(since(told, renewed)).isEqualTo(Change.NOTHING);
		assertThat(since(other, renewed)).isEqualTo(Change.NOTHING);
		told.endSessions(CORP_ID, "zhangsan");
		assertThat(since(told, renewed)).isEqualTo(Change.ENDED);
		this.clock.advance(Duration.ofDays(29));
		assertThat(since(told, renewed)).isEqualTo(Change.ENDED);
		assertThat(since(told, checked(told, alone, "zhangsan"))).isEqualTo(Change.NOTHING);
	}

	@Test
	void whenSessionIsOfAVersionWithoutStampsThenItIsCheckedAgain() {
		WeComUser old = user(this.registration, "zhangsan").checkedAt(this.clock.instant()).build();
		checked(this.one);
		assertThat(since(this.one, old)).isEqualTo(Change.COMPANY);
		this.one.endSessions(CORP_ID, "zhangsan");
		assertThat(since(this.two, old)).isEqualTo(Change.ENDED);
	}

	@Test
	void whenMemberHasNoSessionThenAnEventLeavesNothingInTheStore() {
		this.one.memberChanged(CORP_ID, "lisi");
		assertThat(this.store.dump()).isEmpty();
	}

	@Test
	void whenEntriesAreNotOursThenTheyAreReplaced() {
		WeComUser user = checked(this.one);
		this.store.dump().keySet().forEach((key) -> this.store.put(key, new byte[100], GRACE));
		assertThat(since(this.two, user)).isEqualTo(Change.LOST);
		assertThat(since(this.one, renewed(user, checked(this.two)))).isEqualTo(Change.NOTHING);
		this.one.endSessions(CORP_ID, "zhangsan");
		assertThat(since(this.two, user)).isEqualTo(Change.ENDED);
	}

	@Test
	void whenSessionsEndWhileStampsAreCreatedThenTheEndIsKept() {
		WeComUser before = checked(this.two);
		this.store.clear();
		ChangeStamps late = node(this.clock, new DelegatingSharedStore(this.store) {

			private boolean ended;

			@Override
			public boolean putIfAbsent(String key, byte[] value, Duration timeToLive) {
				endBeforeFirst();
				return super.putIfAbsent(key, value, timeToLive);
			}

			@Override
			public void put(String key, byte[] value, Duration timeToLive) {
				endBeforeFirst();
				super.put(key, value, timeToLive);
			}

			private void endBeforeFirst() {
				if (!this.ended) {
					this.ended = true;
					ChangeStampsTests.this.one.endSessions(CORP_ID, "zhangsan");
				}
			}

		});
		WeComUser after = checked(late);
		assertThat(Stamps.isEnd(after.verification().seen().end())).isTrue();
		assertThat(since(this.two, before)).isEqualTo(Change.ENDED);
	}

	@Test
	void whenCodeWasSpentThenOnlyWhatIsToldOfTheMemberVoidsIt() {
		String seen = this.one.current(this.registration, ZHANGSAN).write();
		this.one.companyChanged(CORP_ID);
		assertThat(this.two.isCurrent(this.registration, ZHANGSAN, seen)).isTrue();
		this.two.memberChanged(CORP_ID, "zhangsan");
		assertThat(this.one.isCurrent(this.registration, ZHANGSAN, seen)).isFalse();
		String later = this.one.current(this.registration, ZHANGSAN).write();
		assertThat(this.two.isCurrent(this.registration, ZHANGSAN, later)).isTrue();
		this.two.endSessions(CORP_ID, "zhangsan");
		assertThat(this.one.isCurrent(this.registration, ZHANGSAN, later)).isFalse();
	}

	@Test
	void whenCodeWasSpentDuringAnOutageThenItsResultEndsWithIt() {
		this.store.setDown(true);
		String seen = this.one.current(this.registration, ZHANGSAN).write();
		assertThat(this.one.isCurrent(this.registration, ZHANGSAN, seen)).isTrue();
		this.store.setDown(false);
		assertThat(this.two.isCurrent(this.registration, ZHANGSAN, seen)).isFalse();
		this.one.synchronize();
		assertThat(this.one.isCurrent(this.registration, ZHANGSAN, seen)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "  ", "a b", "a b c d", "\u0000", "a b c" })
	void whenStampsOfASessionAreOddThenItIsCheckedAgain(String text) {
		checked(this.one);
		WeComUser user = user(this.registration, "zhangsan")
			.verification(new Verification(this.clock.instant(), this.clock.instant(), Stamps.read(text)))
			.build();
		assertThat(since(this.one, user)).isNotEqualTo(Change.NOTHING);
	}

	@Test
	void whenStoreIsReadThenItTellsNothing() {
		checked(this.one);
		this.one.endSessions(CORP_ID, "zhangsan");
		assertThat(this.store.dump()).isNotEmpty();
		this.store.dump()
			.forEach((key, value) -> assertThat(key + new String(value, StandardCharsets.ISO_8859_1))
				.doesNotContainIgnoringCase("zhangsan")
				.doesNotContainIgnoringCase(CORP_ID)
				.doesNotContain("end-", "stamp"));
		assertThat(this.one.current(this.registration, ZHANGSAN)).hasToString("Stamps[]");
	}

	private WeComUser checked(ChangeStamps node) {
		return checked(node, this.registration, "zhangsan");
	}

	private static WeComUser checked(ChangeStamps node, WeComRegistration registration, String userId) {
		Account account = Account.of(registration.application().corpId(), userId);
		return user(registration, userId).verification(node.begin(registration, account)).build();
	}

	private static WeComUserBuilder user(WeComRegistration registration, String userId) {
		return WeComUser.withUserId(registration.registrationId(), registration.application().corpId(), userId);
	}

	private static WeComUser renewed(WeComUser user, WeComUser read) {
		return user.toBuilder().verification(user.verification().renewed(read.verification())).build();
	}

	private static Change since(ChangeStamps node, WeComUser user) {
		return node.current(user).since(user.verification().seen());
	}

	private static WeComRegistration registration(String id, String corpId) {
		return new WeComRegistration(id, null, new WeComApplication(corpId, 1000002, "the-secret"),
				WeComScope.SNSAPI_BASE, null);
	}

	private ChangeStamps node() {
		return node(this.clock);
	}

	private ChangeStamps node(MutableClock clock) {
		return node(clock, this.store);
	}

	private ChangeStamps node(MutableClock clock, SharedStore store) {
		WeComRegistrations registrations = new WeComRegistrations(
				List.of(this.registration, this.second, this.otherCompany));
		PerRegistration<SealedStore> stores = new PerRegistration<>(registrations,
				(registration) -> (store != null) ? sealed(registration, store) : null);
		ChangeStamps node = new ChangeStamps(registrations, stores, (registration, stamp) -> {
		}, GRACE, clock);
		this.nodes.add(node);
		return node;
	}

	private SealedStore sealed(WeComRegistration registration, SharedStore store) {
		WeComApplication application = registration.application();
		return new SealedStore(store, registration.registrationId(), application.deriveKey("shared-store-name"),
				application.deriveKey("shared-store-seal"), this.clock);
	}

	/**
	 * The store as seen by one node, which a test can separate from it.
	 */
	private static final class SeparableStore extends DelegatingSharedStore {

		private volatile boolean separated;

		private SeparableStore(SharedStore store) {
			super(store);
		}

		@Override
		public byte[] get(String key) {
			connect();
			return super.get(key);
		}

		@Override
		public void put(String key, byte[] value, Duration timeToLive) {
			connect();
			super.put(key, value, timeToLive);
		}

		private void connect() {
			if (this.separated) {
				throw new SharedStoreException("separated");
			}
		}

	}

}
