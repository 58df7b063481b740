package io.github.wecomlogin.simulator.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.Employee;

/**
 * Implements {@code user/get} (D/90196) as for self-built applications created after
 * 2022-06-20: without mobile, mail, avatar and gender.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class GetUser implements ApiEndpoint {

	private final Company company;

	public GetUser(Company company) {
		this.company = company;
	}

	@Override
	public Map<String, ?> call(Parameters parameters, Request request) throws ApiError {
		String userId = parameters.get("userid");
		if (userId == null) {
			throw new ApiError(ApiError.USER_ID_MISSING);
		}
		if (!Employee.isUserId(userId)) {
			throw new ApiError(ApiError.INVALID_USER_ID);
		}
		Employee employee = this.company.find(userId).orElseThrow(() -> new ApiError(ApiError.USER_ID_NOT_FOUND));
		if (!employee.visible()) {
			throw new ApiError(ApiError.NOT_VISIBLE);
		}
		return member(employee);
	}

	static Map<String, ?> member(Employee employee) {
		List<Long> departments = employee.departments();
		Map<String, Object> member = new LinkedHashMap<>();
		member.put("userid", employee.userId());
		member.put("name", employee.name());
		member.put("department", departments);
		member.put("order",
				departments.stream().map((department) -> (4_294_967_295L - department) & 0xFFFF_FFFFL).toList());
		member.put("position", (employee.position() != null) ? employee.position() : "");
		member.put("status", employee.status());
		member.put("is_leader_in_dept",
				departments.stream().map((department) -> employee.leaderOf().contains(department) ? 1 : 0).toList());
		member.put("direct_leader", employee.directLeaders());
		if (!departments.isEmpty()) {
			member.put("main_department", departments.get(0));
		}
		member.put("telephone", "");
		member.put("alias", "");
		member.put("extattr", Map.of("attrs", List.of()));
		// An unknown field, since WeCom adds fields without notice
		member.put("field_of_tomorrow", Map.of("nested", List.of(1, "two")));
		return member;
	}

}
