package io.github.wecomlogin.user;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.github.wecomlogin.directory.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * References to members, as applications keep them with their tokens.
 */
class WeComMemberReferenceTests {

	private static final Instant THEN = Instant.ofEpochMilli(1_764_000_000_123L);

	@Test
	void whenWrittenAndReadThenNothingIsLost() {
		Stamps seen = new Stamps(Stamps.random(), Stamps.NONE, Stamps.newEnd());
		WeComMemberReference reference = WeComMemberReference.of(user("Zhang.San_1@corp", seen));
		WeComMemberReference read = WeComMemberReference.parse(reference.asText());
		assertThat(read).usingRecursiveComparison().isEqualTo(reference);
		assertThat(read.getCorpId()).isEqualTo("ww1");
		assertThat(read.getUserId()).isEqualTo("Zhang.San_1@corp");
		assertThat(read.getSignedInAt()).isEqualTo(THEN);
	}

	@Test
	void whenSignInIsTheApplicationsOwnThenNoCheckBelongsToIt() {
		WeComMemberReference reference = WeComMemberReference.of("other app", "zhangsan", THEN);
		WeComMemberReference read = WeComMemberReference.parse(reference.asText());
		assertThat(read).usingRecursiveComparison().isEqualTo(reference);
		assertThat(read.getCorpId()).isNull();
		assertThat(read.verification().checkedAt()).isEqualTo(Instant.EPOCH);
		Stamps ended = new Stamps(Stamps.NONE, Stamps.NONE, Stamps.newEnd());
		assertThat(ended.since(read.verification().seen())).isEqualTo(Stamps.Change.ENDED);
		Stamps lost = new Stamps(Stamps.random(), Stamps.random(), Stamps.MISSING);
		assertThat(lost.since(read.verification().seen())).isEqualTo(Stamps.Change.LOST);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "zhangsan", "wecom ww1 0 0 a b c", "wecom ww1 0 0 a b c ", "wecom ww1 x 0 a b c d",
			" ww1 0 0 a b c zhangsan", "wecom ww1 0 0 a b c zhang san" })
	void whenTextIsMalformedThenItIsRejected(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> WeComMemberReference.parse(text));
	}

	@Test
	void whenShownThenWithoutPersonalData() {
		assertThat(WeComMemberReference.of("wecom", "zhangsan", THEN))
			.hasToString("WeComMemberReference[registrationId=wecom]");
	}

	private static WeComUser user(String userId, Stamps seen) {
		Member member = new Member(userId, "Name", Member.Status.ACTIVE, List.of(), Set.of(), null, List.of(), null);
		return WeComUser.of("wecom", "ww1", member, new Verification(THEN, THEN.plusSeconds(5), seen));
	}

}
