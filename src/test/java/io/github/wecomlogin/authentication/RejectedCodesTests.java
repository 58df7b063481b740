package io.github.wecomlogin.authentication;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many codes that WeCom rejects may come from where.
 */
class RejectedCodesTests {

	private static final int ALLOWED = 5;

	private static final int ALLOWED_FOR_NETWORK = RejectedCodes.CLIENTS_PER_NETWORK * ALLOWED;

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

	@ParameterizedTest
	@ValueSource(strings = { "203.0.113.%d", "20010db8000100%02x" })
	void whenAddressesAreOfOneNetworkThenTheyAreStoppedTogether(String network) {
		assertThat(addFromEach(256, network)).isEqualTo(ALLOWED_FOR_NETWORK);
		assertThat(this.codes.isOpenTo(String.format(network, 255))).isFalse();
		assertThat(this.codes.isOpenTo("198.51.100.1")).isTrue();
		assertThat(this.codes.isOpenTo("20010db800020000")).isTrue();
		advance(Duration.ofMinutes(1));
		assertThat(addFromEach(256, network)).isEqualTo(RejectedCodes.CLIENTS_PER_NETWORK);
	}

	@Test
	void whenThousandsOfAddressesBringCodesThenOthersStillMay() {
		assertThat(addFromNetworks(1_000)).isEqualTo(1_000 * ALLOWED);
		assertThat(this.codes.isOpenTo("203.0.113.1")).isTrue();
		assertThat(this.codes.add("203.0.113.1")).isTrue();
	}

	@Test
	void whenCompanysLimitIsNearThenAllAreStoppedTogether() {
		assertThat(addFromNetworks(10_000)).isEqualTo(RejectedCodes.ALL);
		assertThat(this.codes.isOpenTo("203.0.113.1")).isFalse();
		assertThat(this.codes.size()).isLessThanOrEqualTo(RejectedCodes.ALL);
		advance(Duration.ofMinutes(1));
		assertThat(addFromNetworks(10_000)).isEqualTo(RejectedCodes.ALL_PER_MINUTE);
	}

	@Test
	void whenAttackGoesOnThenCompanysLimitIsNotReached() {
		// Enough for twice what is allowed at once, and for more than is forgiven in a
		// minute
		int firstMinute = addFromNetworks(3_000);
		for (int second = 1; second < 60; second++) {
			advance(Duration.ofSeconds(1));
			firstMinute += addFromNetworks(3_000);
		}
		assertThat(firstMinute).isBetween(9_000, 9_999);
		int firstHour = firstMinute;
		for (int minute = 1; minute < 60; minute++) {
			advance(Duration.ofMinutes(1));
			firstHour += addFromNetworks(3_000);
		}
		assertThat(firstHour).isBetween(120_000, 149_999);
	}

	@Test
	void whenAllAreStoppedThenMembersSignInFromWhereTheyUsuallyDo() {
		String office = "203.0.113.1";
		this.codes.trust(office);
		addFromEach(256, "203.0.113.%d");
		addFromNetworks(10_000);
		this.codes.remove(office);
		assertThat(this.codes.isOpenTo(office)).isTrue();
		assertThat(addAsManyAsPossible(office)).isEqualTo(1);
		assertThat(this.codes.isOpenTo(office)).isFalse();
		advance(Duration.ofHours(25));
		addFromNetworks(10_000);
		assertThat(this.codes.isOpenTo(office)).isFalse();
	}

	@Test
	void whenTrustedAddressBringsCodesThenTakingThemBackLeavesNoGap() {
		String office = "203.0.113.1";
		this.codes.trust(office);
		addFromNetworks(10_000);
		for (int i = 0; i < 100; i++) {
			assertThat(this.codes.add(office)).isTrue();
			this.codes.remove(office);
		}
		assertThat(this.codes.isOpenTo("203.0.113.2")).isFalse();
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

	private int addFromEach(int count, String format) {
		return IntStream.range(0, count).map((i) -> addAsManyAsPossible(String.format(format, i))).sum();
	}

	private int addFromNetworks(int count) {
		return IntStream.range(0, count).map((i) -> addAsManyAsPossible("10." + i / 256 + "." + i % 256 + ".1")).sum();
	}

	private void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

}
