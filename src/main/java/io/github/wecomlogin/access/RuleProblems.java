package io.github.wecomlogin.access;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wecomlogin.directory.DepartmentTree;
import io.github.wecomlogin.directory.DirectoryPart;
import io.github.wecomlogin.directory.Organisation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells the administrator what keeps rules from being decided: once, and again when it
 * comes back after it was gone. Safe for concurrent use.
 */
public final class RuleProblems {

	private static final Log logger = LogFactory.getLog(RuleProblems.class);

	private final String registrationId;

	private final AccessRules rules;

	private volatile Set<RuleProblem> known = Set.of();

	/**
	 * Creates the log.
	 * @param registrationId whose rules they are
	 * @param rules the rules
	 */
	public RuleProblems(String registrationId, AccessRules rules) {
		this.registrationId = registrationId;
		this.rules = rules;
	}

	/**
	 * Writes a log line for whatever has changed.
	 * @param organisation what is known of the company now
	 */
	public void report(Organisation organisation) {
		Set<RuleProblem> problems = new LinkedHashSet<>(find(organisation));
		if (!problems.equals(this.known)) {
			reportChange(problems);
		}
	}

	private synchronized void reportChange(Set<RuleProblem> problems) {
		Set<RuleProblem> known = this.known;
		this.known = problems;
		problems.stream().filter((problem) -> !known.contains(problem)).forEach(this::log);
		if (problems.isEmpty() && !known.isEmpty()) {
			logger.info("Rules of registration '" + this.registrationId + "' can all be decided again. 所有规则已可正常判定。");
		}
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

	List<RuleProblem> find(Organisation organisation) {
		List<RuleProblem> problems = new ArrayList<>();
		organisation.problems().forEach((part) -> problems.add(unreadable(part)));
		DepartmentTree departments = organisation.departments();
		if (departments != null) {
			selectors((criterion) -> true).flatMap((named) -> named.selector().criteria().stream())
				.flatMap((criterion) -> criterion.departments().stream())
				.distinct()
				.map((reference) -> problem(reference, departments))
				.filter(Objects::nonNull)
				.forEach(problems::add);
		}
		return problems;
	}

	private RuleProblem unreadable(DirectoryPart part) {
		Integer tag = part.tagId();
		String what = (tag != null) ? "The members of tag " + tag : "The departments";
		String affected = labels((criterion) -> (tag != null) ? criterion.tags().contains(tag)
				: criterion.needsDepartments() || !criterion.tags().isEmpty());
		String cause = (part.problem() != null) ? part.problem().getMessage() : "";
		if (part.isUsable()) {
			return new RuleProblem(false, what + " cannot be read again; until they are too old, those read at "
					+ part.readAt() + " are used. 无法刷新，暂用此前读取的数据。 " + cause);
		}
		return new RuleProblem(false, what + " cannot be read, so rules that need them grant nothing: " + affected
				+ ". 无法读取，相关规则暂不授予任何角色。 " + cause);
	}

	private @Nullable RuleProblem problem(DepartmentReference reference, DepartmentTree departments) {
		String affected = labels((criterion) -> criterion.departments().contains(reference));
		String name = reference.name();
		if (name != null) {
			return (departments.find(name).size() != 1) ? unresolved(name, affected, departments) : null;
		}
		Integer id = reference.id();
		return (id == null || departments.mentions(id)) ? null : new RuleProblem(false, "Department " + id
				+ " is named by " + affected
				+ ", but the application sees neither it nor one below it. Correct the id, or add the department "
				+ "to the visible range. 可见范围内没有该部门，请更正部门 ID 或将其加入应用可见范围。");
	}

	private static RuleProblem unresolved(String name, String affected, DepartmentTree departments) {
		List<Integer> found = departments.find(name);
		String problem;
		if (!departments.hasNames()) {
			problem = "but this application may not read the names of departments. Use their ids. 本应用无权读取部门名称，请改用部门 ID。";
		}
		else if (found.isEmpty()) {
			problem = "but there is none of that name in the visible range. Correct the name, or use the id. "
					+ "可见范围内没有该名称的部门，请更正名称或改用部门 ID。";
		}
		else {
			problem = "but there are several: " + found.stream()
				.limit(5)
				.map((id) -> id + " (" + departments.path(id) + ")")
				.collect(Collectors.joining(", ")) + ". Use the path or the id. 存在多个同名部门，请改用完整路径或部门 ID。";
		}
		return new RuleProblem(true, "The department '" + name + "' is named by " + affected + ", " + problem
				+ " It grants nothing until then. 在此之前不授予任何角色。");
	}

	private String labels(Predicate<Criterion> affected) {
		return selectors(affected).map(Named::label).collect(Collectors.joining(", "));
	}

	private Stream<Named> selectors(Predicate<Criterion> affected) {
		Stream<Named> allow = Stream.ofNullable(this.rules.allow())
			.map((rule) -> new Named(rule.label(), rule.members()));
		Stream<Named> roles = this.rules.roles().stream().map((rule) -> new Named(rule.label(), rule.members()));
		return Stream.concat(allow, roles).filter((named) -> named.selector().criteria().stream().anyMatch(affected));
	}

	private record Named(String label, MemberSelector selector) {

	}

}
