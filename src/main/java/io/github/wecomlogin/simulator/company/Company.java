package io.github.wecomlogin.simulator.company;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Holds the directory of the simulated company. Changes take effect with the next
 * response, also while the simulator is running. Thread-safe.
 */
public final class Company {

	private final Map<Long, Department> departments = new LinkedHashMap<>();

	private final Map<String, Employee> employees = new LinkedHashMap<>();

	private final Map<Long, Tag> tags = new LinkedHashMap<>();

	private Company() {
	}

	/**
	 * Returns a new copy of the demo company: six departments, one employee per case that
	 * an application must handle, and two tags.
	 * @return the company
	 */
	public static Company demo() {
		Company company = new Company();
		DemoCompany.departments().forEach(company::add);
		DemoCompany.employees().forEach(company::add);
		DemoCompany.tags().forEach(company::add);
		return company;
	}

	/**
	 * Returns a company that has only its root department, 1.
	 * @param name the name of the company
	 * @return the company
	 */
	public static Company named(String name) {
		Company company = new Company();
		company.add(new Department(1, name, 0));
		return company;
	}

	/**
	 * Returns the departments.
	 * @return a snapshot in insertion order
	 */
	public synchronized Collection<Department> departments() {
		return List.copyOf(this.departments.values());
	}

	/**
	 * Adds a department, or replaces the one with the same ID.
	 * @param department the department
	 */
	public synchronized void add(Department department) {
		this.departments.put(department.id(), department);
	}

	/**
	 * Removes a department if it exists. Employees and child departments keep its ID;
	 * tags no longer contain it in responses.
	 * @param id the ID of the department
	 */
	public synchronized void removeDepartment(long id) {
		this.departments.remove(id);
	}

	/**
	 * Returns the employees, including those outside the visible range.
	 * @return a snapshot in insertion order
	 */
	public synchronized Collection<Employee> employees() {
		return List.copyOf(this.employees.values());
	}

	/**
	 * Returns an employee.
	 * @param userId the user ID, case-insensitive
	 * @return the employee
	 * @throws NoSuchElementException if there is no such employee
	 */
	public Employee employee(String userId) {
		return find(userId).orElseThrow(() -> new NoSuchElementException("No employee '" + userId + "'"));
	}

	/**
	 * Adds an employee.
	 * @param employee the employee
	 * @throws IllegalArgumentException if the user ID is already in use, ignoring case
	 */
	public synchronized void add(Employee employee) {
		if (this.employees.putIfAbsent(key(employee.userId()), employee) != null) {
			throw new IllegalArgumentException("Employee '" + employee.userId() + "' already exists");
		}
	}

	/**
	 * Replaces the employee with the same user ID, ignoring case.
	 * @param employee the employee
	 * @throws NoSuchElementException if there is no such employee
	 */
	public synchronized void update(Employee employee) {
		if (this.employees.replace(key(employee.userId()), employee) == null) {
			throw new NoSuchElementException("No employee '" + employee.userId() + "'");
		}
	}

	/**
	 * Removes an employee if it exists. {@code user/get} then fails with 60111.
	 * @param userId the user ID, case-insensitive
	 */
	public synchronized void remove(String userId) {
		this.employees.remove(key(userId));
	}

	/**
	 * Returns the tags.
	 * @return a snapshot in insertion order
	 */
	public synchronized Collection<Tag> tags() {
		return List.copyOf(this.tags.values());
	}

	/**
	 * Adds a tag, or replaces the one with the same ID. It may contain employees and
	 * departments that do not exist; responses omit them until they are added.
	 * @param tag the tag
	 */
	public synchronized void add(Tag tag) {
		this.tags.put(tag.id(), tag);
	}

	/**
	 * Removes a tag if it exists. {@code tag/get} then fails with 40068.
	 * @param id the ID of the tag
	 */
	public synchronized void removeTag(long id) {
		this.tags.remove(id);
	}

	public synchronized Optional<Employee> find(String userId) {
		return Optional.ofNullable(this.employees.get(key(userId)));
	}

	public synchronized boolean hasDepartment(long id) {
		return this.departments.containsKey(id);
	}

	public synchronized String departmentName(long id) {
		Department department = this.departments.get(id);
		return (department != null) ? department.name() : String.valueOf(id);
	}

	public synchronized Company copy() {
		Company copy = new Company();
		copy.departments.putAll(this.departments);
		copy.employees.putAll(this.employees);
		copy.tags.putAll(this.tags);
		return copy;
	}

	public synchronized void restore(Company copy) {
		this.departments.clear();
		this.departments.putAll(copy.departments);
		this.employees.clear();
		this.employees.putAll(copy.employees);
		this.tags.clear();
		this.tags.putAll(copy.tags);
	}

	private static String key(String userId) {
		// Non-ASCII case folding would equate other characters with letters
		return Employee.isUserId(userId) ? userId.toLowerCase(Locale.ROOT) : userId;
	}

}
