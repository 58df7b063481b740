package io.github.wecomlogin.app.admin;

import java.time.Instant;

import io.github.wecomlogin.refusal.WeComRefusal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentRefusalsTests {

	private final RecentRefusals refusals = new RecentRefusals();

	@Test
	void whenManyAreRefusedThenOnlyTheLatestAreKept() {
		for (int second = 0; second < 1000; second++) {
			this.refusals.add(refusal(WeComRefusal.NOT_VISIBLE, second));
		}
		assertThat(this.refusals.latest()).hasSize(RecentRefusals.MAX_PER_CODE)
			.first()
			.extracting(Refusal::at)
			.isEqualTo(Instant.ofEpochSecond(999));
	}

	@Test
	void whenCodesAreInventedThenOtherRefusalsAreNotDisplaced() {
		this.refusals.add(refusal(WeComRefusal.NOT_ALLOWED, 0));
		for (int second = 1; second < 1000; second++) {
			this.refusals.add(refusal(WeComRefusal.CODE_REJECTED, second));
		}
		this.refusals.add(refusal(WeComRefusal.NOT_ACTIVE, 500));
		assertThat(this.refusals.latest()).hasSize(RecentRefusals.MAX_PER_CODE + 2)
			.extracting(Refusal::refusal)
			.contains(WeComRefusal.NOT_ALLOWED, WeComRefusal.NOT_ACTIVE);
		assertThat(this.refusals.latest()).extracting(Refusal::at)
			.isSortedAccordingTo((one, other) -> other.compareTo(one));
	}

	@Test
	void whenRefusalsAreKeptThenEachCodeHasItsRemedy() {
		for (WeComRefusal refusal : WeComRefusal.values()) {
			assertThat(RefusalRemedy.key(refusal)).startsWith("remedy.");
			if (refusal.isAboutMember()) {
				assertThat(RefusalRemedy.key(refusal)).isNotEqualTo("remedy.other");
			}
		}
	}

	private static Refusal refusal(WeComRefusal refusal, long second) {
		return new Refusal("ABCD2345", Instant.ofEpochSecond(second), "wecom", "zhangsan", refusal, null, null, null,
				null);
	}

}
