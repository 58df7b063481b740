package io.github.wecomlogin.login;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many codes that WeCom rejects may come from where.
 */
class RejectedCodesTests {

	private static final int ALLOWED = 5;

	private static final int ALLOWED_FOR_ALL = 25 * ALLOWED;

	// A clock may begin anywhere, also below zero
	private final AtomicLong nanos = new AtomicLong(-Duration.ofHours(1).toNanos());

	private final RejectedCodes codes = new RejectedCodes(ALLOWED, this.nanos::get);

	@Test
	void whenAddressHasUsedUpWhatItMayThenOthersStillMay() {
		assertThat(addAsManyAsPossible("a")).isEqualTo(ALLOWED);
		assertThat(this.codes.isOpenTo("a")).isFalse();
		assertThat(this.codes.isOpenTo("b")).isTrue();
		assertThat(addAsManyAsPossible("b")).isEqualTo(ALLOWED);
	}

	@Test
	void whenMinutePassesThenOneIsForgiven() {
		addAsManyAsPossible("a");
		advance(Duration.ofSeconds(59));
		assertThat(addAsManyAsPossible("a")).isZero();
		advance(Duration.ofSeconds(1));
		assertThat(addAsManyAsPossible("a")).isEqualTo(1);
		advance(Duration.ofMinutes(3));
		assertThat(addAsManyAsPossible("a")).isEqualTo(3);
		advance(Duration.ofDays(1));
		assertThat(addAsManyAsPossible("a")).isEqualTo(ALLOWED);
	}

	@Test
	void whenCodeWasNotRejectedThenItIsTakenBack() {
		addAsManyAsPossible("a");
		this.codes.remove("a");
		assertThat(this.codes.isOpenTo("a")).isTrue();
		assertThat(addAsManyAsPossible("a")).isEqualTo(1);
	}

	@Test
	void whenEverythingIsTakenBackThenNothingIsKept() {
		for (int i = 0; i < 1000; i++) {
			assertThat(this.codes.add("address " + i)).isTrue();
			this.codes.remove("address " + i);
		}
		assertThat(this.codes.size()).isZero();
		assertThat(addAsManyAsPossible("a")).isEqualTo(ALLOWED);
	}

	@Test
	void whenMoreIsTakenBackThanCountedThenNobodyMayBringMore() {
		this.codes.remove("a");
		advance(Duration.ofMinutes(1));
		this.codes.remove("a");
		assertThat(addAsManyAsPossible("a")).isEqualTo(ALLOWED);
	}

	@Test
	void whenManyAddressesBringRejectedCodesThenTheyAreStoppedTogether() {
		int added = IntStream.range(0, 10_000).map((i) -> addAsManyAsPossible("address " + i)).sum();
		assertThat(added).isEqualTo(ALLOWED_FOR_ALL);
		assertThat(this.codes.isOpenTo("somebody new")).isFalse();
		assertThat(this.codes.size()).isLessThanOrEqualTo(ALLOWED_FOR_ALL);
		advance(Duration.ofMinutes(1));
		assertThat(IntStream.range(0, 100).map((i) -> addAsManyAsPossible("new " + i)).sum()).isEqualTo(25);
	}

	@Test
	void whenManyAddressesAreStoppedThenMembersSignInFromWhereTheyUsuallyDo() {
		this.codes.trust("office");
		IntStream.range(0, 1000).forEach((i) -> addAsManyAsPossible("address " + i));
		assertThat(this.codes.isOpenTo("office")).isTrue();
		assertThat(addAsManyAsPossible("office")).isEqualTo(ALLOWED);
		assertThat(this.codes.isOpenTo("office")).isFalse();
		this.codes.remove("office");
		assertThat(this.codes.add("office")).isTrue();
		advance(Duration.ofHours(25));
		IntStream.range(0, 1000).forEach((i) -> addAsManyAsPossible("address " + i));
		assertThat(this.codes.isOpenTo("office")).isFalse();
	}

	@Test
	void whenTrustedAddressBringsCodesWhileOthersAreStoppedThenTakingThemBackLeavesNoGap() {
		this.codes.trust("office");
		IntStream.range(0, 1000).forEach((i) -> addAsManyAsPossible("address " + i));
		for (int i = 0; i < 100; i++) {
			assertThat(this.codes.add("office")).isTrue();
			this.codes.remove("office");
		}
		assertThat(this.codes.isOpenTo("somebody new")).isFalse();
	}

	@Test
	void whenManyComeAtOnceThenNoneTooMuchIsCounted() {
		AtomicInteger added = new AtomicInteger();
		List<CompletableFuture<Void>> all = IntStream.range(0, 8)
			.mapToObj((i) -> CompletableFuture.runAsync(() -> added.addAndGet(addAsManyAsPossible("a"))))
			.toList();
		all.forEach(CompletableFuture::join);
		assertThat(added).hasValue(ALLOWED);
	}

	@Test
	void whenThereIsNoLimitThenNothingIsCounted() {
		RejectedCodes unlimited = new RejectedCodes(0, this.nanos::get);
		for (int i = 0; i < 1000; i++) {
			assertThat(unlimited.isOpenTo("a")).isTrue();
			assertThat(unlimited.add("a")).isTrue();
		}
		unlimited.remove("a");
		unlimited.trust("a");
		assertThat(unlimited.size()).isZero();
	}

	private int addAsManyAsPossible(String address) {
		int added = 0;
		while (added < 1000 && this.codes.add(address)) {
			added++;
		}
		return added;
	}

	private void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

}
