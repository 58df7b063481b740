package io.github.wecomlogin.simulator.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.wecomlogin.simulator.company.Company;
import io.github.wecomlogin.simulator.company.Department;
import io.github.wecomlogin.simulator.company.Employee;

/**
 * Implements {@code department/list} (D/90208): returns all departments, or one with its
 * descendants. Iterates once over departments and employees, since a company may have
 * tens of thousands of both.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ListDepartments implements ApiEndpoint {

	private final Company company;

	private final AtomicBoolean namesHidden;

	public ListDepartments(Company company, AtomicBoolean namesHidden) {
		this.company = company;
		this.namesHidden = namesHidden;
	}

	@Override
	public Map<String, ?> call(Parameters parameters, Request request) throws ApiError {
		Collection<Department> all = this.company.departments();
		String id = parameters.get("id");
		Collection<Department> asked = (id != null) ? subtree(all, id) : all;
		Map<Long, List<String>> leaders = leaders();
		boolean named = !this.namesHidden.get();
		return Map.of("department",
				asked.stream()
					.map((department) -> fields(department, leaders.getOrDefault(department.id(), List.of()), named))
					.toList());
	}

	/**
	 * Returns a department, followed by those below it.
	 */
	static Collection<Department> subtree(Collection<Department> all, String id) throws ApiError {
		Department top = all.stream()
			.filter((department) -> id.equals(String.valueOf(department.id())))
			.findFirst()
			.orElseThrow(() -> new ApiError(ApiError.DEPARTMENT_NOT_FOUND));
		Map<Long, List<Department>> children = all.stream().collect(Collectors.groupingBy(Department::parentId));
		List<Department> subtree = new ArrayList<>(List.of(top));
		// The configured departments may form a cycle
		Set<Department> seen = new HashSet<>(subtree);
		for (int i = 0; i < subtree.size(); i++) {
			children.getOrDefault(subtree.get(i).id(), List.of()).stream().filter(seen::add).forEach(subtree::add);
		}
		return subtree;
	}

	private Map<Long, List<String>> leaders() {
		Map<Long, List<String>> leaders = new HashMap<>();
		this.company.employees()
			.stream()
			.filter(Employee::visible)
			.forEach((employee) -> employee.leaderOf()
				.forEach((department) -> leaders.computeIfAbsent(department, (id) -> new ArrayList<>())
					.add(employee.userId())));
		return leaders;
	}

	private static Map<String, Object> fields(Department department, List<String> leaders, boolean named) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("id", department.id());
		if (named) {
			fields.put("name", department.name());
			fields.put("name_en", "");
		}
		fields.put("department_leader", leaders);
		fields.put("parentid", department.parentId());
		fields.put("order", (100_000_000L - department.id()) & 0xFFFF_FFFFL);
		return fields;
	}

}
