package io.github.wecomlogin.app.member;

import io.github.wecomlogin.user.WeComDepartment;
import io.github.wecomlogin.user.WeComUser;

/**
 * Describes the membership in a department.
 *
 * @param department the department
 * @param leader whether the member leads the department
 * @param main whether it is the member's main department
 */
record Membership(DepartmentView department, boolean leader, boolean main) {

	static Membership of(WeComUser user, WeComDepartment department) {
		return new Membership(DepartmentView.of(department), user.isLeaderOf(department.id()),
				Long.valueOf(department.id()).equals(user.getMainDepartment()));
	}

}
