package io.github.wecomlogin.simulator.api;

import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.Department;
import io.github.wecomlogin.simulator.company.Employee;

/**
 * Implements {@code user/list} (D/96260): returns the members of one department, and with
 * {@code fetch_child=1} those of the departments below it.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ListMembers implements ApiEndpoint {

	private final Company company;

	public ListMembers(Company company) {
		this.company = company;
	}

	@Override
	public Map<String, ?> call(Parameters parameters, Request request) throws ApiError {
		String id = parameters.get("department_id");
		List<Long> departments = ListDepartments.subtree(this.company.departments(), String.valueOf(id))
			.stream()
			.limit("1".equals(parameters.get("fetch_child")) ? Long.MAX_VALUE : 1)
			.map(Department::id)
			.toList();
		return Map.of("userlist", this.company.employees()
			.stream()
			.filter((employee) -> employee.visible() && employee.departments().stream().anyMatch(departments::contains))
			.<Map<String, ?>>map(GetUser::member)
			.toList());
	}

}
