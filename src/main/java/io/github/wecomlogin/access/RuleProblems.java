package io.github.wecomlogin.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wecomlogin.directory.DepartmentTree;
import io.github.wecomlogin.directory.DirectoryPart;
import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs problems that keep rules from being decided: once when they begin, and once when
 * they end. Safe for concurrent use.
 */
public final class RuleProblems {

	private static final Log logger = LogFactory.getLog(RuleProblems.class);

	private static final int MAX_LISTED_MATCHES = 5;

	private final String registrationId;

	private final AccessRules rules;

	private Map<String, RuleProblem> known = Map.of();

	private CheckedNames checkedNames = new CheckedNames(null, List.of());

	/**
	 * Creates the log.
	 * @param registrationId the registration of the rules
	 * @param rules the rules
	 */
	public RuleProblems(String registrationId, AccessRules rules) {
		this.registrationId = registrationId;
		this.rules = rules;
	}

	/**
	 * Logs the changes since the last call.
	 * @param parts the state of the cached lists
	 * @param departments the departments, or {@code null} if they are not available
	 */
	public synchronized void report(List<DirectoryPart> parts, @Nullable DepartmentTree departments) {
		List<RuleProblem> ofNames = checkNames(departments);
		if (ofNames.isEmpty() && this.known.isEmpty() && parts.stream().allMatch((part) -> part.problem() == null)) {
			return;
		}
		Map<String, RuleProblem> problems = new LinkedHashMap<>();
		parts.stream()
			.filter((part) -> part.problem() != null)
			.map(this::unreadable)
			.forEach((problem) -> problems.put(problem.what(), problem));
		ofNames.forEach((problem) -> problems.put(problem.what(), problem));
		Map<String, RuleProblem> known = this.known;
		this.known = problems;
		problems.forEach((what, problem) -> {
			RuleProblem before = known.get(what);
			if (before == null || before.stale() != problem.stale()) {
				log(problem);
			}
		});
		known.keySet().stream().filter((what) -> !problems.containsKey(what)).forEach(this::logEnd);
	}

	private void log(RuleProblem problem) {
		String message = "Registration '" + this.registrationId + "': " + problem.message();
		if (problem.severe()) {
			logger.error(message);
		}
		else {
			logger.warn(message);
		}
	}

	private void logEnd(String what) {
		logger.info(Texts.OPERATORS.inBoth("access.resolved", this.registrationId, what));
	}

	/**
	 * Checks the departments that rules name, once per department list, because both may
	 * be large.
	 */
	private List<RuleProblem> checkNames(@Nullable DepartmentTree departments) {
		// Without a list, the result for the last one still applies
		if (departments != null && this.checkedNames.departments() != departments) {
			List<RuleProblem> problems = new ArrayList<>();
			unresolved(departments).forEach((reference,
					text) -> problems.add((reference.name() != null)
							? new RuleProblem("The department '" + reference.name() + "'", true, false, text.toString())
							: new RuleProblem("Department " + reference.id(), false, false, text.toString())));
			this.checkedNames = new CheckedNames(departments, problems);
		}
		return this.checkedNames.problems();
	}

	/**
	 * Checks the departments that rules name.
	 * @param departments the departments visible to the application
	 * @return the problem of each department that is not found or ambiguous, with the
	 * affected rules and the remedy
	 */
	public Map<DepartmentReference, LocalizedText> unresolved(DepartmentTree departments) {
		Map<DepartmentReference, LocalizedText> problems = new LinkedHashMap<>();
		selectors((criterion) -> true).flatMap((named) -> named.selector().criteria().stream())
			.flatMap((criterion) -> criterion.departments().stream())
			.distinct()
			.forEach((reference) -> check(reference, departments, problems));
		return problems;
	}

	private void check(DepartmentReference reference, DepartmentTree departments,
			Map<DepartmentReference, LocalizedText> problems) {
		if (reference.name() != null) {
			List<Long> found = departments.find(reference.name());
			if (found.size() != 1) {
				problems.put(reference, unresolved(reference.name(), found, affectedBy(reference), departments));
			}
		}
		else if (reference.id() != null && !departments.mentions(reference.id())) {
			problems.put(reference,
					Texts.OPERATORS.both("access.department-unlisted", reference.id(), affectedBy(reference)));
		}
	}

	private String affectedBy(DepartmentReference reference) {
		return labels((criterion) -> criterion.departments().contains(reference));
	}

	private RuleProblem unreadable(DirectoryPart part) {
		Long tag = part.tagId();
		String what = (tag != null) ? "The members of tag " + tag : "The departments";
		String cause = (part.problem() != null) ? " " + part.problem().getMessage() : "";
		String text = part.isUsable() ? stale(tag, part) : unread(tag);
		return new RuleProblem(what, false, part.isUsable(), text + cause);
	}

	private static String stale(@Nullable Long tag, DirectoryPart part) {
		return (tag != null) ? Texts.OPERATORS.inBoth("access.tag-stale", tag, part.readAt())
				: Texts.OPERATORS.inBoth("access.departments-stale", part.readAt());
	}

	private String unread(@Nullable Long tag) {
		if (tag != null) {
			return Texts.OPERATORS.inBoth("access.tag-unreadable", tag,
					labels((criterion) -> criterion.tags().contains(tag)));
		}
		String affected = labels((criterion) -> criterion.needsDepartments() || !criterion.tags().isEmpty());
		return affected.isEmpty() ? Texts.OPERATORS.inBoth("access.department-names-unreadable")
				: Texts.OPERATORS.inBoth("access.departments-unreadable", affected);
	}

	private static LocalizedText unresolved(String name, List<Long> found, String affected,
			DepartmentTree departments) {
		if (!departments.hasNames()) {
			return Texts.OPERATORS.both("access.department-names-hidden", name, affected);
		}
		if (found.isEmpty()) {
			return Texts.OPERATORS.both("access.department-unknown", name, affected);
		}
		String matches = found.stream()
			.limit(MAX_LISTED_MATCHES)
			.map((id) -> id + " (" + departments.path(id) + ")")
			.collect(Collectors.joining(", "));
		return Texts.OPERATORS.both("access.department-ambiguous", name, affected, matches);
	}

	private String labels(Predicate<Criterion> affected) {
		return selectors(affected).map(Named::label).collect(Collectors.joining(", "));
	}

	private Stream<Named> selectors(Predicate<Criterion> affected) {
		Stream<Named> allow = Stream.ofNullable(this.rules.allow())
			.map((rule) -> new Named(rule.toString(), rule.members()));
		Stream<Named> roles = this.rules.roles().stream().map((rule) -> new Named(rule.toString(), rule.members()));
		return Stream.concat(allow, roles).filter((named) -> named.selector().criteria().stream().anyMatch(affected));
	}

	private record Named(String label, MemberSelector selector) {

	}

	/**
	 * Result of checking the departments that rules name.
	 *
	 * @param departments the list that was checked
	 * @param problems the problems found
	 */
	private record CheckedNames(@Nullable DepartmentTree departments, List<RuleProblem> problems) {

	}

}
