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
			if (before == null || !before.consequence().equals(problem.consequence())) {
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
		logger.info("Registration '" + this.registrationId + "': resolved: " + what + ". 该问题已解除。");
	}

	/**
	 * Checks the departments that rules name, once per department list, because both may
	 * be large.
	 */
	private List<RuleProblem> checkNames(@Nullable DepartmentTree departments) {
		// Without a list, the result for the last one still applies
		if (departments != null && this.checkedNames.departments() != departments) {
			List<RuleProblem> problems = new ArrayList<>();
			selectors((criterion) -> true).flatMap((named) -> named.selector().criteria().stream())
				.flatMap((criterion) -> criterion.departments().stream())
				.distinct()
				.forEach((reference) -> check(reference, departments, problems));
			this.checkedNames = new CheckedNames(departments, problems);
		}
		return this.checkedNames.problems();
	}

	private void check(DepartmentReference reference, DepartmentTree departments, List<RuleProblem> problems) {
		if (reference.name() != null) {
			List<Long> found = departments.find(reference.name());
			if (found.size() != 1) {
				problems.add(unresolved(reference.name(), found, affectedBy(reference), departments));
			}
		}
		else if (reference.id() != null && !departments.mentions(reference.id())) {
			problems.add(unlisted(reference.id(), affectedBy(reference)));
		}
	}

	private String affectedBy(DepartmentReference reference) {
		return labels((criterion) -> criterion.departments().contains(reference));
	}

	private RuleProblem unreadable(DirectoryPart part) {
		Long tag = part.tagId();
		String what = (tag != null) ? "The members of tag " + tag : "The departments";
		String cause = (part.problem() != null) ? part.problem().getMessage() : "";
		if (part.isUsable()) {
			return new RuleProblem(what, false, " cannot be refreshed",
					"; those read at " + part.readAt() + " are used until they expire. 无法刷新，暂用此前读取的数据。 " + cause);
		}
		String affected = labels((criterion) -> (tag != null) ? criterion.tags().contains(tag)
				: criterion.needsDepartments() || !criterion.tags().isEmpty());
		String rules = affected.isEmpty() ? ", so their names are not known. 无法读取，部门名称未知。 "
				: ", so rules that cannot be decided without them grant nothing: " + affected
						+ ". 无法读取，相关规则在无法判定时不授予任何角色。 ";
		return new RuleProblem(what, false, " cannot be read", rules + cause);
	}

	private static RuleProblem unlisted(long id, String affected) {
		return new RuleProblem("Department " + id, false, " is named by " + affected,
				", but neither it nor a department directly below it is in the application's visible range. Correct the "
						+ "id, or add the department to the visible range. 可见范围内没有该部门，请更正部门 ID 或将其加入应用可见范围。");
	}

	private static RuleProblem unresolved(String name, List<Long> found, String affected, DepartmentTree departments) {
		String problem;
		if (!departments.hasNames()) {
			problem = "but this application may not read department names. Use ids. 本应用无权读取部门名称，请改用部门 ID。";
		}
		else if (found.isEmpty()) {
			problem = "but no department in the visible range has that name. Correct the name, or use the id. "
					+ "可见范围内没有该名称的部门，请更正名称或改用部门 ID。";
		}
		else {
			problem = "but several departments match: "
					+ found.stream()
						.limit(MAX_LISTED_MATCHES)
						.map((id) -> id + " (" + departments.path(id) + ")")
						.collect(Collectors.joining(", "))
					+ ". Use the complete path or the id. 存在多个同名部门，请改用完整路径或部门 ID。";
		}
		return new RuleProblem("The department '" + name + "'", true, " is named by " + affected,
				", " + problem + " It grants nothing until then. 在此之前不授予任何角色。");
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
