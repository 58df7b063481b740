package io.github.wecomlogin.access;

import java.util.Collection;
import java.util.List;

import io.github.wecomlogin.directory.Member;

/**
 * What a member can have to do with a department.
 */
public enum DepartmentRelation {

	/**
	 * The member is in it.
	 */
	MEMBER("departments") {

		@Override
		Collection<Long> departments(Member member) {
			return member.departments();
		}

	},

	/**
	 * The member leads it.
	 */
	LEADER("leader-of") {

		@Override
		Collection<Long> departments(Member member) {
			return member.ledDepartments();
		}

	},

	/**
	 * It is the member's main department.
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
	 * Returns how the configuration calls it.
	 */
	String key() {
		return this.key;
	}

	/**
	 * Returns the departments that a member has to do with in this way.
	 */
	abstract Collection<Long> departments(Member member);

}
