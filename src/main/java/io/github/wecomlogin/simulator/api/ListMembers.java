package io.github.wecomlogin.simulator.api;

import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.Employee;

/**
 * Implements {@code user/list} (D/96260): returns the members of one department, without
 * those of the departments below it.
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
		if (this.company.departments().stream().noneMatch((each) -> String.valueOf(each.id()).equals(id))) {
			throw new ApiError(ApiError.DEPARTMENT_NOT_FOUND);
		}
		return Map.of("userlist",
				this.company.employees()
					.stream()
					.filter((employee) -> employee.visible() && employee.departments().contains(Long.valueOf(id)))
					.<Map<String, ?>>map(GetUser::member)
					.toList());
	}

}
