package io.github.wecomlogin.authentication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.wecomlogin.util.Deadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * How many sign-ins are worked on at once, and who has to come again.
 */
@Timeout(60)
class SignInGateTests {

	private static final String ADDRESS = "203.0.113.1";

	@Test
	void whenThereIsNoRoomThenNextOneIsTurnedAwayUntilSomebodyLeaves() {
		SignInGate gate = gate(2, 0, 40);
		SignInPass first = gate.enter(ADDRESS, time());
		SignInPass second = gate.enter(time());
		assertThat(first).isNotNull();
		assertThat(second).isNotNull();
		assertThat(gate.working()).isEqualTo(2);
		assertThat(gate.enter(ADDRESS, time())).isNull();
		first.close();
		assertThat(gate.enter(ADDRESS, time())).isNotNull();
	}

	@Test
	void whenPassIsClosedTwiceThenOnePlaceBecomesFree() {
		SignInGate gate = gate(1, 0, 40);
		SignInPass pass = gate.enter(ADDRESS, time());
		pass.close();
		pass.close();
		assertThat(gate.working()).isZero();
		assertThat(gate.enter(time())).isNotNull();
		assertThat(gate.enter(time())).isNull();
	}

	@Test
	void whenSomebodyLeavesThenWhoeverWaitsIsNext() throws Exception {
		SignInGate gate = gate(1, 1, 40);
		SignInPass pass = gate.enter(ADDRESS, time());
		CompletableFuture<SignInPass> waiting = CompletableFuture.supplyAsync(() -> gate.enter(ADDRESS, time()));
		awaitWaiting(gate, 1);
		// No room for a second one to wait, so this does not take a second
		assertThat(gate.enter(ADDRESS, time())).isNull();
		pass.close();
		assertThat(waiting.get(30, TimeUnit.SECONDS)).isNotNull();
		assertThat(gate.waiting()).isZero();
		assertThat(gate.working()).isEqualTo(1);
	}

	@Test
	void whenNobodyLeavesThenWaitingComesToAnEnd() {
		SignInGate gate = gate(1, 1, 40);
		gate.enter(ADDRESS, time());
		assertThat(gate.enter(ADDRESS, Deadline.after(Duration.ofHours(1)))).isNull();
		assertThat(gate.waiting()).isZero();
	}

	@Test
	void whenWaitingThenItIsPartOfTheTimeOfTheSignIn() {
		SignInGate gate = gate(1, 1, 40);
		gate.enter(ADDRESS, time());
		Deadline deadline = Deadline.after(Duration.ofMillis(100));
		assertThat(gate.enter(ADDRESS, deadline)).isNull();
		assertThat(deadline.remaining()).isZero();
	}

	@Test
	void whenEnteredThenPassKnowsTheDeadline() {
		Deadline deadline = time();
		assertThat(gate(1, 0, 40).enter(ADDRESS, deadline).deadline()).isSameAs(deadline);
	}

	@Test
	void whenInterruptedThenTurnedAwayAndThreadStaysInterrupted() {
		SignInGate gate = gate(1, 1, 40);
		gate.enter(ADDRESS, time());
		Thread.currentThread().interrupt();
		assertThat(gate.enter(ADDRESS, time())).isNull();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(gate.waiting()).isZero();
	}

	@Test
	void whenAddressBroughtTooManyRejectedCodesThenItTakesNoPlace() {
		SignInGate gate = gate(1, 0, 2);
		for (int i = 0; i < 2; i++) {
			SignInPass pass = gate.enter(ADDRESS, time());
			pass.codeWasRejected();
			pass.close();
		}
		assertThat(gate.enter(ADDRESS, time())).isNull();
		assertThat(gate.working()).isZero();
		assertThat(gate.enter("203.0.113.2", time())).isNotNull();
	}

	@Test
	void whenCodesAreGenuineThenThereIsNoEndOfThem() {
		SignInGate gate = gate(1, 0, 2);
		for (int i = 0; i < 100; i++) {
			SignInPass pass = gate.enter(ADDRESS, time());
			assertThat(pass).isNotNull();
			pass.signedIn();
			pass.close();
		}
	}

	@Test
	void whenNothingIsLearntOfTheCodeThenItDoesNotCount() {
		SignInGate gate = gate(1, 0, 2);
		for (int i = 0; i < 100; i++) {
			SignInPass pass = gate.enter(ADDRESS, time());
			assertThat(pass).isNotNull();
			pass.close();
		}
	}

	@Test
	void whenManyBringCodesAtOnceThenNoMoreThanMayBeRejected() {
		SignInGate gate = gate(100, 0, 3);
		List<SignInPass> passes = new ArrayList<>();
		IntStream.range(0, 50).forEach((i) -> {
			SignInPass pass = gate.enter(ADDRESS, time());
			if (pass != null) {
				passes.add(pass);
			}
		});
		assertThat(passes).hasSize(3);
		assertThat(gate.working()).isEqualTo(3);
	}

	@Test
	void whenManyComeAndGoThenEveryPlaceIsGivenBack() throws Exception {
		SignInGate gate = gate(4, 4, 40);
		List<CompletableFuture<Void>> crowd = IntStream.range(0, 16)
			.mapToObj((i) -> CompletableFuture.runAsync(() -> comeAndGo(gate, "10.0.0." + i)))
			.toList();
		for (CompletableFuture<Void> each : crowd) {
			each.get(30, TimeUnit.SECONDS);
		}
		assertThat(gate.working()).isZero();
		assertThat(gate.waiting()).isZero();
	}

	private static void comeAndGo(SignInGate gate, String address) {
		for (int i = 0; i < 200; i++) {
			SignInPass pass = gate.enter(address, time());
			if (pass != null) {
				assertThat(gate.working()).isBetween(1, 4);
				pass.close();
			}
		}
	}

	@Test
	void whenNobodyCouldSignInThenLimitsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SignInLimits(0, 1, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new SignInLimits(1, -1, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new SignInLimits(1, 1, -1));
	}

	private static SignInGate gate(int concurrent, int waiting, int rejectedCodes) {
		return new SignInGate(new SignInLimits(concurrent, waiting, rejectedCodes));
	}

	private static Deadline time() {
		return Deadline.after(Duration.ofSeconds(30));
	}

	private static void awaitWaiting(SignInGate gate, int count) {
		while (gate.waiting() != count) {
			Thread.onSpinWait();
		}
	}

}
