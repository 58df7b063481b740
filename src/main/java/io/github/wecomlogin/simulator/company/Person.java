package io.github.wecomlogin.simulator.company;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Represents a person who can open an authorization page.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param id the ID that pages and tests use
 * @param identity the identity fields of {@code auth/getuserinfo} (D/91023)
 * @param employee the employee, or {@code null} for a person from outside the company
 */
public record Person(String id, Map<String, String> identity, @Nullable Employee employee) {

	public static Person employee(Employee employee) {
		return new Person(employee.userId(), Map.of("userid", employee.userId()), employee);
	}

	public static Person outsider() {
		return new Person(DemoApplication.OUTSIDER, Map.of("openid", "oDemo-Outsider_00000000000000", "external_userid",
				"wmDemoOutsider000000000000000000"), null);
	}

	public static Person linkedCorpMember() {
		return new Person(DemoApplication.LINKED_CORP_MEMBER, Map.of("userid", DemoApplication.LINKED_CORP_MEMBER),
				null);
	}

	public boolean isOutsider() {
		return this.id.equals(DemoApplication.OUTSIDER);
	}

	public boolean isOutOfRange() {
		return this.employee != null && !this.employee.visible();
	}

	public boolean isVisibleMember() {
		return this.employee != null && this.employee.visible();
	}

}
