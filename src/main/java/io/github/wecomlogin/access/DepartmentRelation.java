package io.github.wecomlogin.access;

import java.util.Collection;
import java.util.List;

import io.github.wecomlogin.directory.Member;

/**
 * Relation of a member to a department.
 */
public enum DepartmentRelation {

	/**
	 * The member belongs to the department.
	 */
	MEMBER("departments") {

		@Override
		Collection<Long> departments(Member member) {
			return member.departments();
		}

	},

	/**
	 * The member leads the department.
	 */
	LEADER("leader-of") {

		@Override
		Collection<Long> departments(Member member) {
			return member.ledDepartments();
		}

	},

	/**
	 * The department is the member's main department.
	 */
	MAIN("main-department") {

		@Override
		Collection<Long> departments(Member member) {
			Long main = member.mainDepartment();
			return (main != null) ? List.of(main) : List.of();
		}

	};

	private final String key;

	DepartmentRelation(String key) {
		this.key = key;
	}

	/**
	 * Returns the configuration key.
	 */
	String key() {
		return this.key;
	}

	/**
	 * Returns the departments that a member has this relation to.
	 */
	abstract Collection<Long> departments(Member member);

}
