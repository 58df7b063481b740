package io.github.wecomlogin.authorization;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.wecomlogin.access.AccessRules;
import io.github.wecomlogin.access.Decision;
import io.github.wecomlogin.access.MemberFacts;
import io.github.wecomlogin.access.RuleProblems;
import io.github.wecomlogin.access.Verdict;
import io.github.wecomlogin.client.ApiPaths;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.directory.CompanyDirectory;
import io.github.wecomlogin.directory.DepartmentTree;
import io.github.wecomlogin.directory.DirectoryPart;
import io.github.wecomlogin.directory.Member;
import io.github.wecomlogin.directory.Organisation;
import io.github.wecomlogin.directory.OrganisationDirectory;
import io.github.wecomlogin.directory.OrganisationNeeds;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.refusal.ExplainedException;
import io.github.wecomlogin.refusal.RefusalMapper;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.user.Account;
import io.github.wecomlogin.user.Stamps;
import io.github.wecomlogin.user.Verification;
import io.github.wecomlogin.user.WeComDepartment;
import io.github.wecomlogin.user.WeComTag;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.Deadline;
import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.util.function.SingletonSupplier;

/**
 * Decides who may sign in and with which authorities, by the rules of each registration
 * and by {@link WeComAuthoritiesProvider}s, and can say why. A bean of this type is there
 * for applications that want to show it.
 */
public final class WeComAccess {

	private static final Log logger = LogFactory.getLog(WeComAccess.class);

	/**
	 * Longest time that the page of a signed-in member waits for WeCom.
	 */
	private static final Duration TIME_FOR_A_PAGE = Duration.ofSeconds(1);

	private static final String ROLE_PREFIX = "ROLE_";

	private final WeComRegistrations registrations;

	private final PerRegistration<CompanyDirectory> directories;

	private final SingletonSupplier<Map<String, WeComAuthoritiesProvider>> providers;

	private final CallPermits permits;

	private final Duration timeout;

	private final ChangeStamps stamps;

	private final Map<String, RuleProblems> problems = new HashMap<>();

	/**
	 * Creates the decision maker.
	 * @param registrations the registrations with their rules
	 * @param directories what each registration may read of its company
	 * @param providers supplies the authorities providers by name, in the order in which
	 * they are called; not called before the first sign-in
	 * @param permits limits how many calls request threads wait for
	 * @param timeout the time budget of {@link #explain(String, String)}
	 * @param stamps the current change stamps
	 */
	public WeComAccess(WeComRegistrations registrations, PerRegistration<CompanyDirectory> directories,
			Supplier<Map<String, WeComAuthoritiesProvider>> providers, CallPermits permits, Duration timeout,
			ChangeStamps stamps) {
		this.registrations = registrations;
		this.directories = directories;
		this.permits = permits;
		this.providers = SingletonSupplier.of(providers);
		this.timeout = timeout;
		this.stamps = stamps;
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
	public WeComUser admit(WeComUser user, Deadline deadline) {
		return admitted(evaluate(user, null, deadline));
	}

	/**
	 * Asks WeCom about a member: one call of {@code user/get} (D/90196).
	 * @param registrationId with which application
	 * @param userId the member's id, in any case
	 * @param deadline until when an answer is needed
	 * @return the member as WeCom shows one now, without any authorities
	 * @throws IllegalArgumentException if there is no such registration
	 * @throws WeComRefusalException if the application may not see the member, the
	 * account is not in use, or WeCom gives no clear answer
	 */
	public WeComUser read(String registrationId, String userId, Deadline deadline) {
		return read(registration(registrationId), userId, false, deadline);
	}

	/**
	 * Asks WeCom about a member.
	 * @param signingIn whether the member is not signed in yet, so that whatever is not
	 * said speaks against it
	 */
	public WeComUser read(WeComRegistration registration, String userId, boolean signingIn, Deadline deadline) {
		Account account = Account.of(registration.application().corpId(), userId);
		Verification verification = this.stamps.begin(registration, account);
		Member member;
		try {
			member = this.directories.get(registration).members().read(userId, deadline);
		}
		catch (WeComApiException ex) {
			throw RefusalMapper.ofMember(ex);
		}
		if (member.status() == Member.Status.MISSING && !signingIn) {
			throw new WeComRefusalException(WeComRefusal.WECOM_UNAVAILABLE,
					new ExplainedException(Texts.OPERATORS.both("authorization.no-status", ApiPaths.GETUSER)));
		}
		if (member.status() != Member.Status.ACTIVE) {
			throw new WeComRefusalException(WeComRefusal.NOT_ACTIVE);
		}
		return user(registration, member, verification);
	}

	/**
	 * Renews what a session knows of a member, who keeps what only a sign-in can tell.
	 * @param signedIn the member as signed in
	 * @param read what {@link #read(String, String, Deadline)} gave since
	 * @param whole whether to give up, rather than to decide without it, if something
	 * that rules need cannot be read at the moment
	 * @param deadline how long to wait for what must be known of the company
	 * @return the member with all authorities
	 * @throws WeComRefusalException if the rules do not let the member in any more, an
	 * administrator ended the session, or it is not known
	 */
	public WeComUser renew(WeComUser signedIn, WeComUser read, boolean whole, Deadline deadline) {
		if (read.verification().seen().since(signedIn.verification().seen()) == Stamps.Change.ENDED) {
			throw new WeComRefusalException(WeComRefusal.SESSION_ENDED);
		}
		WeComUser renewed = read.toBuilder()
			.detail(signedIn.state().detail())
			.accountId(signedIn.getAccountId())
			.verification(signedIn.verification().renewed(read.verification()))
			.build();
		Evaluation evaluation = evaluate(renewed, null, deadline);
		if (whole && evaluation.refusal() == null && !evaluation.report().undecided().isEmpty()
				&& evaluation.lacksPassingly()) {
			throw new WeComRefusalException(WeComRefusal.WECOM_UNAVAILABLE,
					new ExplainedException(Texts.OPERATORS.both("authorization.rules-undecided")));
		}
		return admitted(evaluation);
	}

	/**
	 * Applies the rules and the providers to a member without asking WeCom anything, for
	 * example in tests.
	 * @param user any member
	 * @param organisation what is known of the company; whatever is not in there gives
	 * nothing
	 * @return the member with names of departments, tags and authorities
	 * @throws IllegalArgumentException if the member's registration is not there
	 * @throws WeComRefusalException if the rules do not let the member in
	 */
	public WeComUser apply(WeComUser user, Organisation organisation) {
		return admitted(evaluate(registration(user.getRegistrationId()), user, null, organisation));
	}

	/**
	 * Says what the rules give a signed-in member now, which may differ from what they
	 * gave at the sign-in. Does not ask WeCom about the member, and does not wait long
	 * for what must be known of the company: what is not known in a second is undecided.
	 * @param user the member
	 * @return the report
	 * @throws IllegalArgumentException if the member's registration is no longer there
	 */
	public WeComAccessReport explain(WeComUser user) {
		return report(evaluate(user, null, Deadline.after(TIME_FOR_A_PAGE)));
	}

	/**
	 * Says what the rules would give a member who signed in now. Takes a call of
	 * {@code user/get} (D/90196).
	 * @param registrationId with which application
	 * @param userId the member's id, in any case
	 * @return the report
	 * @throws IllegalArgumentException if there is no such registration
	 * @throws WeComRefusalException if the application may not see the member, WeCom does
	 * not answer, or too many people are signing in right now
	 */
	public WeComAccessReport explain(String registrationId, String userId) {
		WeComRegistration registration = registration(registrationId);
		CallPermits.Permit permit = this.permits.enter(Deadline.after(this.timeout));
		if (permit == null) {
			throw new WeComRefusalException(WeComRefusal.BUSY);
		}
		try (permit) {
			return explain(registration, userId, permit.deadline());
		}
	}

	private WeComAccessReport explain(WeComRegistration registration, String userId, Deadline deadline) {
		Member member = look(registration, userId, deadline);
		WeComRefusal refusal = (member.status() != Member.Status.ACTIVE) ? WeComRefusal.NOT_ACTIVE : null;
		return report(evaluate(user(registration, member, Verification.at(Instant.now())), refusal, deadline));
	}

	private static WeComUser user(WeComRegistration registration, Member member, Verification verification) {
		return WeComUser.of(registration.registrationId(), registration.application().corpId(), member, verification);
	}

	private Member look(WeComRegistration registration, String userId, Deadline deadline) {
		try {
			return this.directories.get(registration).members().read(userId, deadline);
		}
		catch (WeComApiException ex) {
			WeComRefusalException refusal = RefusalMapper.ofMember(ex);
			if (refusal.getRefusal() != WeComRefusal.NOT_VISIBLE) {
				logger.warn("A member could not be looked up: " + refusal.getRefusal().code() + " (registration '"
						+ registration.registrationId() + "'). " + ex.getMessage());
			}
			throw refusal;
		}
	}

	private static WeComAccessReport report(Evaluation evaluation) {
		if (evaluation.refusal() != null && evaluation.refusal().getCause() instanceof ExplainedException cause) {
			logger.warn("The roles of a member were looked up who could not sign in now. " + cause.getMessage());
		}
		return evaluation.report();
	}

	private WeComRegistration registration(String registrationId) {
		WeComRegistration registration = this.registrations.find(registrationId);
		if (registration == null) {
			throw new IllegalArgumentException("There is no registration '" + registrationId + "' of WeCom");
		}
		return registration;
	}

	/**
	 * Decides about a member.
	 * @param refused why the member is refused whatever the rules say, or {@code null}
	 */
	private Evaluation evaluate(WeComUser user, @Nullable WeComRefusal refused, Deadline deadline) {
		WeComRegistration registration = registration(user.getRegistrationId());
		List<Long> departments = user.getDepartments().stream().map(WeComDepartment::id).toList();
		OrganisationDirectory directory = this.directories.get(registration).organisation();
		Organisation organisation = directory.read(departments, deadline);
		RuleProblems problems = this.problems.get(registration.registrationId());
		if (problems != null) {
			problems.report(directory.parts(), organisation.departments());
		}
		return evaluate(registration, user, refused, organisation);
	}

	private Evaluation evaluate(WeComRegistration registration, WeComUser user, @Nullable WeComRefusal refused,
			Organisation organisation) {
		MemberFacts facts = new MemberFacts(user.state().member(), organisation);
		Decision decision = registration.rules().decide(facts);
		List<WeComGrant> grants = new ArrayList<>();
		grants.add(new WeComGrant(ROLE_PREFIX + AccessRules.EVERYBODY, WeComGrant.Source.EVERYBODY, null, null));
		for (Decision.Grant grant : decision.grants()) {
			grants.add(new WeComGrant(ROLE_PREFIX + grant.rule().role(), WeComGrant.Source.RULE, grant.rule().name(),
					grant.reason()));
		}
		WeComUser known = user.toBuilder()
			.departments(departments(user, organisation.departments()))
			.tags(tags(facts, organisation))
			.roles(decision.roles())
			.build();
		WeComRefusalException refusal = (refused != null) ? new WeComRefusalException(refused)
				: refusal(registration.rules(), decision, facts, organisation);
		List<GrantedAuthority> authorities = new ArrayList<>(known.getAuthorities());
		if (refusal == null) {
			refusal = addAuthorities(known, authorities, grants);
		}
		if (refusal != null) {
			// A caller that ignores the refusal must not admit the member
			authorities.clear();
		}
		return new Evaluation(new WeComAccessReport(known.toBuilder().authorities(authorities).build(),
				(refusal != null) ? refusal.getRefusal() : null, grants, undecided(registration.rules(), decision)),
				refusal, isPassing(organisation.problems()));
	}

	private static List<String> undecided(AccessRules rules, Decision decision) {
		List<String> undecided = new ArrayList<>();
		if (decision.admission() == Verdict.UNKNOWN && rules.allow() != null) {
			undecided.add(rules.allow().name());
		}
		decision.undecided().forEach((rule) -> undecided.add(rule.name()));
		return undecided;
	}

	private @Nullable WeComRefusalException addAuthorities(WeComUser user, List<GrantedAuthority> authorities,
			List<WeComGrant> grants) {
		String part = "WeComAuthoritiesProvider";
		try {
			for (Map.Entry<String, WeComAuthoritiesProvider> provider : this.providers.obtain().entrySet()) {
				part = "WeComAuthoritiesProvider '" + provider.getKey() + "'";
				addAuthorities(provider.getKey(), provider.getValue().authoritiesOf(user), authorities, grants);
			}
			return null;
		}
		catch (RuntimeException ex) {
			return RefusalMapper.ofApplication(part, ex);
		}
	}

	private static void addAuthorities(String provider, Collection<? extends GrantedAuthority> given,
			List<GrantedAuthority> authorities, List<WeComGrant> grants) {
		for (GrantedAuthority authority : given) {
			authorities.add(authority);
			String name = authority.getAuthority();
			if (name != null) {
				grants.add(new WeComGrant(name, WeComGrant.Source.PROVIDER, provider, null));
			}
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

	private static List<WeComTag> tags(MemberFacts facts, Organisation organisation) {
		return organisation.tags()
			.entrySet()
			.stream()
			.filter((tag) -> facts.hasTag(tag.getKey()) == Verdict.YES)
			.sorted(Map.Entry.comparingByKey())
			.map((tag) -> new WeComTag(tag.getKey(), tag.getValue().name()))
			.toList();
	}

	private static @Nullable WeComRefusalException refusal(AccessRules rules, Decision decision, MemberFacts facts,
			Organisation organisation) {
		return switch (decision.admission()) {
			case YES -> null;
			case NO -> new WeComRefusalException(WeComRefusal.NOT_ALLOWED);
			// Undecidable: refuse without blaming the member
			case UNKNOWN -> undecidable(rules, facts, organisation);
		};
	}

	private static WeComRefusalException undecidable(AccessRules rules, MemberFacts facts, Organisation organisation) {
		OrganisationNeeds needs = rules.needsOfAllow();
		List<DirectoryPart> missing = organisation.problems()
			.stream()
			.filter((part) -> (part.tagId() != null) ? needs.tags().contains(part.tagId())
					: needs.departments() || !needs.tags().isEmpty())
			.toList();
		boolean passing = isPassing(missing);
		LocalizedText text = Texts.OPERATORS.both("authorization.admission-undecided", rules.allow());
		for (DirectoryPart part : missing) {
			text = (part.problem() != null) ? text.and(part.problem().getText()) : text;
		}
		if (missing.isEmpty() && !facts.unlistedDepartments().isEmpty()) {
			text = text.and(Texts.OPERATORS.both("authorization.departments-unlisted", facts.unlistedDepartments()));
		}
		return new WeComRefusalException(passing ? WeComRefusal.WECOM_UNAVAILABLE : WeComRefusal.MISCONFIGURED,
				new ExplainedException(text));
	}

	private static boolean isPassing(List<DirectoryPart> problems) {
		return problems.stream().anyMatch((part) -> part.problem() != null && part.problem().getError().isPassing());
	}

	private static WeComUser admitted(Evaluation evaluation) {
		if (evaluation.refusal() != null) {
			throw evaluation.refusal();
		}
		return evaluation.report().user();
	}

	/**
	 * What came out for one member.
	 *
	 * @param lacksPassingly whether something cannot be read that will be readable again
	 * by itself
	 */
	private record Evaluation(WeComAccessReport report, @Nullable WeComRefusalException refusal,
			boolean lacksPassingly) {

	}

}
