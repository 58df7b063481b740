package io.github.wecomlogin.access;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.github.wecomlogin.client.DepartmentResponse;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComError;
import io.github.wecomlogin.directory.DepartmentTree;
import io.github.wecomlogin.directory.DirectoryPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RuleProblems}: what an administrator is told, and how often.
 */
@ExtendWith(OutputCaptureExtension.class)
class RuleProblemsTests {

	private static final Instant READ_AT = Instant.parse("2026-03-01T08:00:00Z");

	private final RuleProblems problems = new RuleProblems("wecom",
			new AccessRules(new AllowRule("wecom.allow", any(new Criterion.Tags(Set.of(7L)))), List.of(
					new RoleRule("wecom.roles[0]", "HR",
							any(new Criterion.Departments(DepartmentRelation.MEMBER,
									List.of(DepartmentReference.of("人事部")), false))),
					new RoleRule("wecom.roles[1]", "BOSS", any(new Criterion.Users(Set.of("secretboss")))))));

	@Test
	void whenEverythingIsKnownThenNothingIsSaid(CapturedOutput output) {
		report();
		assertThat(output).isEmpty();
	}

	@Test
	void whenSomethingCannotBeReadThenOnceWithCauseAndMend(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			report(part(null, null, 60011));
		}
		assertThat(output)
			.containsOnlyOnce("Registration 'wecom': The departments cannot be read, so rules that cannot be decided "
					+ "without them grant nothing: wecom.allow, wecom.roles[0] (HR).")
			.contains("WARN", "errcode 60011", "visible range", "可见范围")
			.doesNotContain("BOSS", "secretboss");
	}

	@Test
	void whenSomethingIsOnlyOldThenSaidWithItsAge(CapturedOutput output) {
		report(part(7L, READ_AT, -1));
		assertThat(output).containsOnlyOnce("The members of tag 7 cannot be refreshed; those read at "
				+ "2026-03-01T08:00:00Z are used until they expire.");
	}

	@Test
	void whenProblemIsGoneAndComesBackThenBothAreSaid(CapturedOutput output) {
		DirectoryPart broken = part(7L, null, -1);
		report(broken);
		report();
		report(broken);
		assertThat(output.getAll().split("The members of tag 7 cannot be read, so rules", -1)).hasSize(3);
		assertThat(output).containsOnlyOnce("resolved: The members of tag 7.");
	}

	@Test
	void whenThingsGetWorseThenNothingIsCalledSolved(CapturedOutput output) {
		DepartmentTree withoutName = new DepartmentTree(List.of(new DepartmentResponse(3, 1, "研发部")));
		this.problems.report(List.of(), withoutName);
		this.problems.report(List.of(part(null, READ_AT, -1)), withoutName);
		this.problems.report(List.of(part(null, null, -1)), null);
		assertThat(output).containsOnlyOnce("The department '人事部' is named by wecom.roles[0] (HR)")
			.containsOnlyOnce("The departments cannot be refreshed")
			.containsOnlyOnce("The departments cannot be read, so rules")
			.doesNotContain("resolved");
		this.problems.report(List.of(), new DepartmentTree(List.of(new DepartmentResponse(2, 1, "人事部"))));
		assertThat(output).containsOnlyOnce("resolved: The department '人事部'.")
			.containsOnlyOnce("resolved: The departments.");
	}

	@Test
	void whenAnotherProblemJoinsThenOnlyThatIsSaid(CapturedOutput output) {
		report(part(7L, null, -1));
		report(part(7L, null, -1), part(null, READ_AT, 45009));
		assertThat(output).containsOnlyOnce("The members of tag 7").containsOnlyOnce("The departments cannot");
	}

	private void report(DirectoryPart... parts) {
		this.problems.report(List.of(parts), new DepartmentTree(List.of(new DepartmentResponse(2, 1, "人事部"))));
	}

	private static DirectoryPart part(Long tagId, Instant readAt, int errorCode) {
		return new DirectoryPart(tagId, 0, readAt, new WeComApiException("/cgi-bin/x", WeComError.of(errorCode), null));
	}

	private static MemberSelector any(Criterion criterion) {
		return new MemberSelector(List.of(criterion), MemberSelector.Match.ANY);
	}

}
