package io.github.wecomlogin.authentication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.wecomlogin.authentication.SignInBulkhead.Admission;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * How many sign-ins call WeCom at once, in which order the others follow, and who is
 * refused.
 */
@Timeout(60)
class SignInBulkheadTests {

	private static final String ADDRESS = "203.0.113.1";

	private static final String OTHER = "203.0.113.2";

	private final AtomicLong nanos = new AtomicLong(-Duration.ofHours(1).toNanos());

	private final List<SignInBulkhead> created = new ArrayList<>();

	@AfterEach
	void close() {
		this.created.forEach(SignInBulkhead::close);
	}

	@Test
	void whenPlacesAreFreeThenAdmittedAtOnce() {
		SignInBulkhead bulkhead = bulkhead(2, 40);
		Deadline deadline = time();
		assertThat(permit(bulkhead.enter(ADDRESS, deadline, true)).deadline()).isSameAs(deadline);
		assertThat(bulkhead.enter(time())).isNotNull();
		assertThat(bulkhead.working()).isEqualTo(2);
		assertThat(bulkhead.waiting()).isZero();
	}

	@Test
	void whenNoPlaceIsFreeThenQueuedUntilOneIs() {
		SignInBulkhead bulkhead = bulkhead(1, 40);
		SignInPermit first = permit(enter(bulkhead, ADDRESS));
		CompletableFuture<Admission> second = enter(bulkhead, ADDRESS);
		CompletableFuture<Admission> third = enter(bulkhead, ADDRESS);
		assertThat(second).isNotDone();
		assertThat(bulkhead.waiting()).isEqualTo(2);
		first.close();
		first.close();
		permit(second).close();
		permit(third);
		assertThat(bulkhead.working()).isOne();
		assertThat(bulkhead.waiting()).isZero();
	}

	@Test
	void whenItCannotWaitThenRefusedAtOnce() {
		SignInBulkhead bulkhead = bulkhead(1, 40);
		SignInPermit first = permit(bulkhead.enter(ADDRESS, time(), false));
		assertRefusedAtOnce(bulkhead.enter(ADDRESS, time(), false));
		assertThat(bulkhead.enter(time())).isNull();
		first.close();
		permit(bulkhead.enter(ADDRESS, time(), false)).close();
		assertThat(bulkhead.enter(time())).isNotNull();
	}

	@Test
	void whenItWaitsForAnotherNodeThenItsPlaceIsFree() {
		SignInBulkhead bulkhead = bulkhead(1, 1);
		SignInPermit permit = permit(enter(bulkhead, ADDRESS));
		CompletableFuture<Admission> other = enter(bulkhead, OTHER);
		CompletableFuture<Admission> same = enter(bulkhead, ADDRESS);
		assertThat(permit.leaveForLookup()).isTrue();
		permit(other).close();
		assertThat(same).as("the code may turn out to be genuine").isNotDone();
		permit.close();
		permit(same).close();
		assertThat(bulkhead.working()).isZero();
	}

	@Test
	void whenAddressHasManyQueuedThenOthersTakeTurnsWithIt() {
		SignInBulkhead bulkhead = bulkhead(1, 40);
		SignInPermit first = permit(enter(bulkhead, ADDRESS));
		List<CompletableFuture<Admission>> many = IntStream.range(0, 100)
			.mapToObj((i) -> enter(bulkhead, ADDRESS))
			.toList();
		CompletableFuture<Admission> honest = enter(bulkhead, OTHER);
		first.close();
		permit(many.get(0)).close();
		assertThat(honest).isDone();
		assertThat(many.get(1)).isNotDone();
		permit(honest).close();
		assertThat(many.get(1)).isDone();
	}

	@Test
	void whenQueueIsFullThenAddressWithTheMostLosesItsLast() {
		SignInBulkhead bulkhead = bulkhead(1, 40);
		permit(enter(bulkhead, ADDRESS));
		List<CompletableFuture<Admission>> many = IntStream.range(0, SignInBulkhead.MAX_QUEUED)
			.mapToObj((i) -> enter(bulkhead, ADDRESS))
			.toList();
		assertRefusedAtOnce(enter(bulkhead, ADDRESS));
		assertThat(many).allMatch((admission) -> !admission.isDone());
		assertThat(enter(bulkhead, OTHER)).isNotDone();
		assertRefusedAtOnce(many.get(many.size() - 1));
		assertThat(bulkhead.waiting()).isEqualTo(SignInBulkhead.MAX_QUEUED);
	}

	@Test
	void whenRefusedOnesFillTheQueueThenTheyMakeRoomForOthers() {
		SignInBulkhead bulkhead = bulkhead(1, 2);
		SignInPermit first = permit(enter(bulkhead, ADDRESS));
		CompletableFuture<Admission> second = enter(bulkhead, ADDRESS);
		List<CompletableFuture<Admission>> junk = IntStream.range(0, SignInBulkhead.MAX_QUEUED - 1)
			.mapToObj((i) -> enter(bulkhead, ADDRESS))
			.toList();
		reject(first);
		reject(permit(second));
		permit(enter(bulkhead, OTHER));
		List<CompletableFuture<Admission>> honest = IntStream.range(0, 100)
			.mapToObj((i) -> enter(bulkhead, OTHER))
			.toList();
		assertThat(honest).noneMatch(CompletableFuture::isDone);
		assertThat(bulkhead.waiting()).isLessThanOrEqualTo(SignInBulkhead.MAX_QUEUED);
		assertRefused(junk.get(0));
	}

	@Test
	void whenPaceMeetsTheBudgetThenQueuedElseRefusedWithThatTime() {
		SignInBulkhead bulkhead = bulkhead(1, 0);
		SignInPermit first = permit(enter(bulkhead, ADDRESS));
		advance(Duration.ofSeconds(1));
		first.signedIn();
		first.close();
		permit(enter(bulkhead, ADDRESS));
		// One a second; predictions count if they are twice the budget
		Stream.generate(() -> bulkhead.enter(ADDRESS, Deadline.after(Duration.ofSeconds(20)), true))
			.limit(30)
			.forEach((admission) -> assertThat(admission).isNotDone());
		CompletableFuture<Admission> late = null;
		for (int i = 0; i < 15; i++) {
			late = bulkhead.enter(ADDRESS, Deadline.after(Duration.ofSeconds(20)), true);
		}
		assertRefusedAtOnce(late);
		assertThat(late.join().retryAfter()).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(27));
	}

	@Test
	void whenWeComStopsAnsweringThenQueuedAreRefusedFromTheEnd() {
		SignInBulkhead bulkhead = bulkhead(1, 0);
		permit(enter(bulkhead, ADDRESS));
		List<CompletableFuture<Admission>> queued = IntStream.range(0, 20)
			.mapToObj((i) -> enter(bulkhead, ADDRESS))
			.toList();
		advance(Duration.ofSeconds(2));
		bulkhead.review();
		assertThat(queued).allMatch((admission) -> !admission.isDone());
		advance(Duration.ofSeconds(10));
		bulkhead.review();
		assertThat(queued.get(0)).isNotDone();
		assertRefused(queued.get(19));
		advance(Duration.ofSeconds(60));
		bulkhead.review();
		queued.forEach(SignInBulkheadTests::assertRefused);
		assertThat(bulkhead.waiting()).isZero();
	}

	@Test
	void whenBudgetIsOverThenQueuedIsRefused() {
		SignInBulkhead bulkhead = bulkhead(1, 0);
		permit(enter(bulkhead, ADDRESS));
		assertRefusedAtOnce(bulkhead.enter(ADDRESS, Deadline.after(Duration.ZERO), true));
	}

	@Test
	void whenTooLittleTimeIsLeftThenCodeIsNotSpentInVain() {
		SignInBulkhead bulkhead = bulkhead(1, 40);
		SignInPermit first = permit(enter(bulkhead, ADDRESS));
		advance(Duration.ofSeconds(5));
		signIn(first);
		SignInPermit second = permit(enter(bulkhead, ADDRESS));
		CompletableFuture<Admission> late = bulkhead.enter(ADDRESS, Deadline.after(Duration.ofSeconds(12)), true);
		assertThat(late).isNotDone();
		second.close();
		assertRefused(late);
		permit(bulkhead.enter(ADDRESS, Deadline.after(Duration.ofSeconds(12)), true));
	}

	@Test
	void whenItLeavesTheQueueThenItsTurnIsGivenToTheNext() {
		SignInBulkhead bulkhead = bulkhead(1, 40);
		SignInPermit first = permit(enter(bulkhead, ADDRESS));
		List<CompletableFuture<Admission>> left = IntStream.range(0, 3_000)
			.mapToObj((i) -> enter(bulkhead, ADDRESS))
			.toList();
		CompletableFuture<Admission> last = enter(bulkhead, ADDRESS);
		left.forEach((admission) -> admission.cancel(false));
		bulkhead.review();
		assertThat(bulkhead.waiting()).isOne();
		List<CompletableFuture<Admission>> more = IntStream.range(0, 10)
			.mapToObj((i) -> enter(bulkhead, ADDRESS))
			.toList();
		last.cancel(false);
		more.subList(0, 9).forEach((admission) -> admission.cancel(false));
		first.close();
		permit(more.get(9)).close();
		assertThat(bulkhead.working()).isZero();
		assertThat(bulkhead.waiting()).isZero();
	}

	@Test
	void whenAddressHasBroughtTooManyRejectedCodesThenItIsRefused() {
		SignInBulkhead bulkhead = bulkhead(1, 2);
		SignInPermit first = permit(enter(bulkhead, ADDRESS));
		CompletableFuture<Admission> second = enter(bulkhead, ADDRESS);
		List<CompletableFuture<Admission>> junk = List.of(enter(bulkhead, ADDRESS), enter(bulkhead, ADDRESS));
		reject(first);
		reject(permit(second));
		junk.forEach(SignInBulkheadTests::assertRefused);
		assertRefusedAtOnce(enter(bulkhead, ADDRESS));
		assertThat(bulkhead.working()).isZero();
		permit(enter(bulkhead, OTHER));
	}

	@Test
	void whenCodesUnderWayMayAllBeRejectedThenNextOnesWait() {
		SignInBulkhead bulkhead = bulkhead(32, 3);
		List<SignInPermit> permits = Stream.generate(() -> permit(enter(bulkhead, ADDRESS))).limit(3).toList();
		CompletableFuture<Admission> next = enter(bulkhead, ADDRESS);
		assertThat(next).isNotDone();
		permit(enter(bulkhead, OTHER));
		permits.get(0).close();
		permit(next);
	}

	@Test
	void whenMemberSignedInThenColleaguesAtTheAddressAreNotSlowed() {
		SignInBulkhead bulkhead = bulkhead(32, 3);
		signIn(permit(enter(bulkhead, ADDRESS)));
		List<SignInPermit> permits = Stream.generate(() -> permit(enter(bulkhead, ADDRESS))).limit(32).toList();
		permits.forEach(SignInBulkheadTests::reject);
		assertRefusedAtOnce(enter(bulkhead, ADDRESS));
	}

	@Test
	void whenNothingIsLearntOfTheCodeThenItDoesNotCount() {
		SignInBulkhead bulkhead = bulkhead(1, 2);
		for (int i = 0; i < 100; i++) {
			permit(enter(bulkhead, ADDRESS)).close();
		}
		assertThat(bulkhead.knownAddresses()).isZero();
	}

	@Test
	void whenManyComeAndGoThenEveryPlaceIsGivenBack() throws Exception {
		SignInBulkhead bulkhead = bulkhead(4, 40);
		List<CompletableFuture<Void>> crowd = IntStream.range(0, 16)
			.mapToObj((i) -> CompletableFuture.runAsync(() -> comeAndGo(bulkhead, "10.0.0." + i)))
			.toList();
		for (CompletableFuture<Void> each : crowd) {
			each.get(30, TimeUnit.SECONDS);
		}
		assertThat(bulkhead.working()).isZero();
		assertThat(bulkhead.waiting()).isZero();
	}

	private static void comeAndGo(SignInBulkhead bulkhead, String address) {
		for (int i = 0; i < 200; i++) {
			SignInPermit permit = enter(bulkhead, address).join().permit();
			assertThat(bulkhead.working()).isBetween(1, 4);
			permit.close();
		}
	}

	@Test
	void whenNoSignInWouldBePossibleThenSettingsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new BulkheadSettings(0, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new BulkheadSettings(1, -1));
	}

	private SignInBulkhead bulkhead(int maxConcurrent, int rejectedCodes) {
		SignInBulkhead bulkhead = new SignInBulkhead(new BulkheadSettings(maxConcurrent, rejectedCodes),
				BackgroundThreads.droppingOnceClosed("queue"), this.nanos::get);
		this.created.add(bulkhead);
		return bulkhead;
	}

	private void advance(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

	private static CompletableFuture<Admission> enter(SignInBulkhead bulkhead, String address) {
		return bulkhead.enter(address, time(), true);
	}

	private static Deadline time() {
		return Deadline.after(Duration.ofSeconds(50));
	}

	private static SignInPermit permit(CompletableFuture<Admission> admission) {
		assertThat(admission).isDone();
		SignInPermit permit = admission.join().permit();
		assertThat(permit).as("permit").isNotNull();
		permit.start();
		return permit;
	}

	private static void assertRefusedAtOnce(CompletableFuture<Admission> admission) {
		assertThat(admission).isDone();
		assertRefused(admission);
	}

	/**
	 * Asserts that a sign-in is refused, at once or in its turn.
	 */
	private static void assertRefused(CompletableFuture<Admission> admission) {
		assertThat(admission.join().permit()).as("permit").isNull();
	}

	private static void signIn(SignInPermit permit) {
		permit.signedIn();
		permit.close();
	}

	private static void reject(SignInPermit permit) {
		permit.codeWasRejected();
		permit.close();
	}

}
