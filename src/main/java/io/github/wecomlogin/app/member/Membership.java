package io.github.wecomlogin.app.member;

import io.github.wecomlogin.user.WeComDepartment;
import io.github.wecomlogin.user.WeComUser;

/**
 * What a member is in a department.
 *
 * @param department the department
 * @param leader whether the member leads it
 * @param main whether it is the member's main department
 */
record Membership(Department department, boolean leader, boolean main) {

	static Membership of(WeComUser user, WeComDepartment department) {
		return new Membership(Department.of(department), user.isLeaderOf(department.id()),
				Long.valueOf(department.id()).equals(user.getMainDepartment()));
	}

}
