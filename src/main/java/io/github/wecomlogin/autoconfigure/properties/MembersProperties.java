package io.github.wecomlogin.autoconfigure.properties;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Properties that select some members of a company.
 */
public class MembersProperties {

	/**
	 * User ids of members, without regard to case.
	 */
	// Not of strings, so that what YAML takes for a number can be told from text
	private @Nullable List<Object> users;

	/**
	 * Departments by id, name or path, with all departments below them.
	 */
	private @Nullable List<String> departments;

	/**
	 * Tags by id: the members that have one, and those of departments that have one.
	 */
	private @Nullable List<String> tags;

	/**
	 * Job titles, as they stand in the directory.
	 */
	private @Nullable List<Object> positions;

	/**
	 * Whether to select the members who lead a department of theirs. Can only be true.
	 */
	// Text, as are the other two: an empty value would not be seen otherwise
	private @Nullable String leader;

	/**
	 * Departments by id, name or path: the members who lead one of them or one below.
	 */
	private @Nullable List<String> leaderOf;

	/**
	 * Departments by id, name or path: the members whose main department is one of them
	 * or one below.
	 */
	private @Nullable List<String> mainDepartment;

	/**
	 * Whether departments below those named do not count.
	 */
	private @Nullable String direct;

	/**
	 * Whether a member must be selected by one of the selectors, or by all.
	 */
	private @Nullable String match;

	public @Nullable List<Object> getUsers() {
		return this.users;
	}

	public void setUsers(@Nullable List<Object> users) {
		this.users = users;
	}

	public @Nullable List<String> getDepartments() {
		return this.departments;
	}

	public void setDepartments(@Nullable List<String> departments) {
		this.departments = departments;
	}

	public @Nullable List<String> getTags() {
		return this.tags;
	}

	public void setTags(@Nullable List<String> tags) {
		this.tags = tags;
	}

	public @Nullable List<Object> getPositions() {
		return this.positions;
	}

	public void setPositions(@Nullable List<Object> positions) {
		this.positions = positions;
	}

	public @Nullable String getLeader() {
		return this.leader;
	}

	public void setLeader(@Nullable String leader) {
		this.leader = leader;
	}

	public @Nullable List<String> getLeaderOf() {
		return this.leaderOf;
	}

	public void setLeaderOf(@Nullable List<String> leaderOf) {
		this.leaderOf = leaderOf;
	}

	public @Nullable List<String> getMainDepartment() {
		return this.mainDepartment;
	}

	public void setMainDepartment(@Nullable List<String> mainDepartment) {
		this.mainDepartment = mainDepartment;
	}

	public @Nullable String getDirect() {
		return this.direct;
	}

	public void setDirect(@Nullable String direct) {
		this.direct = direct;
	}

	public @Nullable String getMatch() {
		return this.match;
	}

	public void setMatch(@Nullable String match) {
		this.match = match;
	}

}
