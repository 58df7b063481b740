package io.github.wecomlogin.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.access.Criterion;
import io.github.wecomlogin.access.Decision;
import io.github.wecomlogin.access.RoleRule;
import io.github.wecomlogin.access.RuleProblems;
import io.github.wecomlogin.access.Verdict;
import io.github.wecomlogin.client.Deadline;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.directory.DepartmentTree;
import io.github.wecomlogin.directory.Member;
import io.github.wecomlogin.directory.Organisation;
import io.github.wecomlogin.directory.TagMembers;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Decides who may sign in and with which authorities, by the rules of each registration
 * and by {@link WeComAuthoritiesProvider}s, and can say why. A bean of this type is there
 * for applications that want to show it.
 */
public final class WeComAccess {

	private static final String ROLE_PREFIX = "ROLE_";

	private final WeComRegistrations registrations;

	private final List<WeComAuthoritiesProvider> providers;

	private final Duration timeout;

	private final Clock clock;

	private final Map<String, RuleProblems> problems = new HashMap<>();

	/**
	 * Creates the decision maker.
	 * @param registrations the applications with their rules
	 * @param providers what gives authorities beyond the rules
	 * @param timeout the longest time that a question about a member may take
	 * @param clock tells the time
	 */
	public WeComAccess(WeComRegistrations registrations, List<WeComAuthoritiesProvider> providers, Duration timeout,
			Clock clock) {
		this.registrations = registrations;
		this.providers = List.copyOf(providers);
		this.timeout = timeout;
		this.clock = clock;
		registrations.forEach((registration) -> this.problems.put(registration.registrationId(),
				new RuleProblems(registration.registrationId(), registration.rules())));
	}

	/**
	 * Lets a member in, or not.
	 * @param user a member that WeCom has just confirmed
	 * @param deadline how long to wait for what must be known of the company
	 * @return the member with all authorities
	 * @throws WeComRefusalException if the rules do not let the member in
	 */
	WeComUser admit(WeComUser user, Deadline deadline) {
		return admitted(evaluate(user, deadline));
	}

	/**
	 * Applies the rules and the providers to a member without asking WeCom anything, for
	 * example in tests.
	 * @param user any member
	 * @param organisation what is known of the company; whatever is not in there gives
	 * nothing
	 * @return the member with names of departments, tags and authorities
	 * @throws WeComRefusalException if the rules do not let the member in
	 */
	public WeComUser apply(WeComUser user, Organisation organisation) {
		return admitted(evaluate(registration(user.getRegistrationId()), user, organisation));
	}

	/**
	 * Says what the rules give a signed-in member now, which may differ from what they
	 * gave at the sign-in. Does not ask WeCom about the member.
	 * @param user the member
	 * @return the report
	 * @throws WeComRefusalException if a {@link WeComAuthoritiesProvider} fails
	 */
	public WeComAccessReport explain(WeComUser user) {
		return evaluate(user, Deadline.after(this.timeout)).report();
	}

	/**
	 * Says what the rules would give a member who signed in now. Takes a call of
	 * {@code user/get} (D/90196).
	 * @param registrationId with which application
	 * @param userId the member's id, in any case
	 * @return the report
	 * @throws IllegalArgumentException if there is no such registration
	 * @throws WeComRefusalException if the application may not see the member, or WeCom
	 * does not answer
	 */
	public WeComAccessReport explain(String registrationId, String userId) {
		WeComRegistration registration = registration(registrationId);
		Deadline deadline = Deadline.after(this.timeout);
		Instant now = this.clock.instant();
		Member member = read(registration, userId, deadline);
		WeComAccessReport report = evaluate(WeComUser.of(registration, member, now), deadline).report();
		return (member.status() == Member.Status.ACTIVE) ? report
				: new WeComAccessReport(report.user(), WeComRefusal.NOT_ACTIVE, report.grants(), report.undecided());
	}

	private static Member read(WeComRegistration registration, String userId, Deadline deadline) {
		try {
			return registration.members().read(userId, deadline);
		}
		catch (WeComApiException ex) {
			throw RefusalReasons.ofMember(ex);
		}
	}

	private WeComRegistration registration(String registrationId) {
		WeComRegistration registration = this.registrations.find(registrationId);
		if (registration == null) {
			throw new IllegalArgumentException("There is no registration '" + registrationId + "' of WeCom");
		}
		return registration;
	}

	private Evaluation evaluate(WeComUser user, Deadline deadline) {
		WeComRegistration registration = registration(user.getRegistrationId());
		List<Integer> departments = user.getDepartments().stream().map(WeComDepartment::id).toList();
		Organisation organisation = registration.organisation().read(departments, deadline);
		RuleProblems problems = this.problems.get(registration.registrationId());
		if (problems != null) {
			problems.report(organisation);
		}
		return evaluate(registration, user, organisation);
	}

	private Evaluation evaluate(WeComRegistration registration, WeComUser user, Organisation organisation) {
		Decision decision = registration.rules().decide(user.asMember(), organisation);
		List<WeComGrant> grants = new ArrayList<>();
		grants.add(new WeComGrant(ROLE_PREFIX + AccessRules.EVERYBODY, WeComGrant.Source.EVERYBODY, null, null));
		for (Decision.Grant grant : decision.grants()) {
			grants.add(new WeComGrant(ROLE_PREFIX + grant.rule().role(), WeComGrant.Source.RULE, grant.rule().name(),
					grant.reason()));
		}
		WeComUser known = user.toBuilder()
			.departments(departments(user, organisation.departments()))
			.tags(tags(user, organisation))
			.roles(decision.roles())
			.build();
		WeComRefusalException refusal = refusal(decision, organisation);
		List<GrantedAuthority> authorities = new ArrayList<>(known.getAuthorities());
		if (refusal == null) {
			for (WeComAuthoritiesProvider provider : this.providers) {
				addAuthorities(provider, known, authorities, grants);
			}
		}
		WeComAccessReport report = new WeComAccessReport(known.toBuilder().authorities(authorities).build(),
				(refusal != null) ? refusal.getRefusal() : null, grants,
				decision.undecided().stream().map(RoleRule::name).toList());
		return new Evaluation(report, refusal);
	}

	private static void addAuthorities(WeComAuthoritiesProvider provider, WeComUser user,
			List<GrantedAuthority> authorities, List<WeComGrant> grants) {
		try {
			for (GrantedAuthority authority : provider.authoritiesOf(user)) {
				authorities.add(authority);
				String name = authority.getAuthority();
				if (name != null) {
					grants.add(new WeComGrant(name, WeComGrant.Source.PROVIDER, provider.getClass().getName(), null));
				}
			}
		}
		catch (WeComRefusalException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new WeComRefusalException(WeComRefusal.MISCONFIGURED, ExplainedException.of(provider, ex));
		}
	}

	private static List<WeComDepartment> departments(WeComUser user, @Nullable DepartmentTree tree) {
		if (tree == null) {
			return user.getDepartments();
		}
		return user.getDepartments()
			.stream()
			.map((department) -> new WeComDepartment(department.id(), tree.name(department.id()),
					tree.path(department.id())))
			.toList();
	}

	private static List<WeComTag> tags(WeComUser user, Organisation organisation) {
		Member member = user.asMember();
		List<WeComTag> tags = new ArrayList<>();
		organisation.tags().keySet().stream().sorted().forEach((id) -> {
			TagMembers tag = organisation.tags().get(id);
			if (tag != null && Criterion.Tags.verdict(id, member, organisation) == Verdict.YES) {
				tags.add(new WeComTag(id, tag.name()));
			}
		});
		return tags;
	}

	private static @Nullable WeComRefusalException refusal(Decision decision, Organisation organisation) {
		return switch (decision.admission()) {
			case YES -> null;
			case NO -> new WeComRefusalException(WeComRefusal.NOT_ALLOWED);
			case UNKNOWN -> {
				// Nobody is let in because nobody knows, and nobody is told that they are
				// the wrong person either
				boolean passing = organisation.problems()
					.stream()
					.anyMatch((part) -> part.problem() != null && part.problem().getError().isPassing());
				yield new WeComRefusalException(passing ? WeComRefusal.WECOM_UNAVAILABLE : WeComRefusal.MISCONFIGURED,
						new ExplainedException("The rule that says who may sign in cannot be decided for this member."
								+ " What is missing is said above, once. 准入规则无法判定，原因见上文日志。"));
			}
		};
	}

	private static WeComUser admitted(Evaluation evaluation) {
		if (evaluation.refusal() != null) {
			throw evaluation.refusal();
		}
		return evaluation.report().user();
	}

	/**
	 * What came out for one member.
	 */
	private record Evaluation(WeComAccessReport report, @Nullable WeComRefusalException refusal) {

	}

}
