package io.github.wecomlogin.simulator.company;

/**
 * Represents a department of the simulated company (D/90208).
 *
 * @param id the positive ID of the department; 1 for the root
 * @param name the name on the pages and in {@code department/list}
 * @param parentId the ID of the parent department; 0 for the root
 */
public record Department(long id, String name, long parentId) {

	public Department {
		if (id < 1) {
			throw new IllegalArgumentException("id must be positive");
		}
		if (name.isBlank()) {
			throw new IllegalArgumentException("name must not be blank");
		}
		if (parentId < 0 || parentId == id) {
			throw new IllegalArgumentException("parentId must be another department, or 0 for the root");
		}
	}

}
