package io.github.wecomlogin.autoconfigure.properties;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Configuration properties that select members of a company.
 */
public class MembersProperties {

	/**
	 * User IDs of members, case-insensitive.
	 */
	// Objects, to detect values that YAML has parsed as numbers
	private @Nullable List<Object> users;

	/**
	 * Departments by ID, name or path, including the departments below them.
	 */
	private @Nullable List<String> departments;

	/**
	 * Tags by ID, given to members directly or through their departments.
	 */
	private @Nullable List<String> tags;

	/**
	 * Job titles, exactly as in the directory.
	 */
	private @Nullable List<Object> positions;

	/**
	 * Whether to select members who lead one of their departments. Can only be true.
	 */
	// A string, like direct and match, to detect empty values
	private @Nullable String leader;

	/**
	 * Departments, by ID, name or path, whose leaders are selected, including the
	 * departments below them.
	 */
	private @Nullable List<String> leaderOf;

	/**
	 * Main departments by ID, name or path, including the departments below them.
	 */
	private @Nullable List<String> mainDepartment;

	/**
	 * Whether to exclude departments below the named ones.
	 */
	private @Nullable String direct;

	/**
	 * Whether any or all of the selectors must match.
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
