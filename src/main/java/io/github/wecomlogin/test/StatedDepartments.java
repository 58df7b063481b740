package io.github.wecomlogin.test;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.wecomlogin.client.DepartmentResponse;
import io.github.wecomlogin.directory.DepartmentTree;
import org.jspecify.annotations.Nullable;

/**
 * Builds the department tree of a company from the departments of the member under test.
 * Departments without an ID get a negative one, which no rule can name.
 */
final class StatedDepartments {

	private final Map<Long, DepartmentResponse> departments = new LinkedHashMap<>();

	private final Map<String, Long> idsByPath = new HashMap<>();

	private long lastInventedId;

	StatedDepartments(List<StatedDepartment> stated) {
		stated.forEach(this::rememberPaths);
		stated.forEach(this::add);
	}

	private void rememberPaths(StatedDepartment stated) {
		for (int height = 0; height < stated.heights(); height++) {
			Long id = stated.id(height);
			String path = stated.path(height);
			if (id != null && path != null) {
				this.idsByPath.putIfAbsent(path, id);
			}
		}
	}

	private void add(StatedDepartment stated) {
		long parentId = 0;
		for (int height = stated.heights() - 1; height >= 0; height--) {
			long id = id(stated, height);
			this.departments.merge(id, new DepartmentResponse(id, parentId, stated.name(height)),
					StatedDepartments::merge);
			parentId = id;
		}
	}

	private long id(StatedDepartment stated, int height) {
		Long id = stated.id(height);
		if (id != null) {
			return id;
		}
		// Without an ID, all names are present
		String path = Objects.requireNonNull(stated.path(height));
		return this.idsByPath.computeIfAbsent(path, (key) -> inventId());
	}

	private long inventId() {
		this.lastInventedId--;
		return this.lastInventedId;
	}

	private static DepartmentResponse merge(DepartmentResponse one, DepartmentResponse other) {
		boolean sameName = one.name() == null || other.name() == null || one.name().equals(other.name());
		boolean sameParent = one.parentId() == 0 || other.parentId() == 0 || one.parentId() == other.parentId();
		if (!sameName || !sameParent) {
			throw new IllegalStateException("The departments of the member are inconsistent: department " + one.id()
					+ (sameName ? " has two parents" : " has two names"));
		}
		return new DepartmentResponse(one.id(), (one.parentId() != 0) ? one.parentId() : other.parentId(),
				firstOf(one.name(), other.name()));
	}

	private static @Nullable String firstOf(@Nullable String one, @Nullable String other) {
		return (one != null) ? one : other;
	}

	DepartmentTree tree() {
		return new DepartmentTree(this.departments.values());
	}

	/**
	 * Returns the departments, with an additional empty department for each name that
	 * matches none of them.
	 */
	DepartmentTree tree(Collection<String> names) {
		DepartmentTree stated = tree();
		List<DepartmentResponse> all = new ArrayList<>(this.departments.values());
		names.stream()
			.distinct()
			.filter((name) -> stated.find(name).isEmpty())
			.forEach((name) -> all.add(new DepartmentResponse(inventId(), 0, name)));
		return new DepartmentTree(all);
	}

}
