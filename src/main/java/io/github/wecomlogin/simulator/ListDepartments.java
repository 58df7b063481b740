package io.github.wecomlogin.simulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;

/**
 * {@code department/list} (D/90208): a department and everything below it, or all.
 */
final class ListDepartments implements ApiEndpoint {

	private final Company company;

	ListDepartments(Company company) {
		this.company = company;
	}

	@Override
	public Map<String, ?> call(Parameters parameters, Request request) throws ApiError {
		Collection<Department> all = this.company.departments();
		String id = parameters.get("id");
		Collection<Department> asked = (id != null) ? subtree(all, id) : all;
		return Map.of("department", asked.stream().map(this::department).toList());
	}

	private static Collection<Department> subtree(Collection<Department> all, String id) throws ApiError {
		List<Department> subtree = new ArrayList<>(
				all.stream().filter((department) -> id.equals(String.valueOf(department.id()))).toList());
		if (subtree.isEmpty()) {
			throw new ApiError(ApiError.DEPARTMENT_NOT_FOUND);
		}
		for (int i = 0; i < subtree.size(); i++) {
			int parentId = subtree.get(i).id();
			all.stream()
				.filter((department) -> department.parentId() == parentId && !subtree.contains(department))
				.forEach(subtree::add);
		}
		return subtree;
	}

	private Map<String, Object> department(Department department) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("id", department.id());
		fields.put("name", department.name());
		fields.put("name_en", "");
		fields.put("department_leader", leaders(department));
		fields.put("parentid", department.parentId());
		fields.put("order", 100_000_000L - department.id());
		return fields;
	}

	private List<String> leaders(Department department) {
		return this.company.employees()
			.stream()
			.filter((employee) -> employee.visible() && employee.leaderOf().contains(department.id()))
			.map(Employee::userId)
			.toList();
	}

}
