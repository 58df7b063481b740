package io.github.wecomlogin.simulator.company;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Directory of the simulated company. May be changed at any time, also while the
 * simulator is running: the next answer shows the change. Safe for use by several
 * threads.
 */
public final class Company {

	private final Map<Long, Department> departments = new LinkedHashMap<>();

	private final Map<String, Employee> employees = new LinkedHashMap<>();

	private final Map<Long, Tag> tags = new LinkedHashMap<>();

	private Company() {
	}

	/**
	 * Returns a fresh copy of the demo company: six departments, one employee for each
	 * case that an application has to get right, and two tags.
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
	 * Returns a company with nothing but its root department, 1.
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
	 * @return a snapshot, in the order in which they were added
	 */
	public synchronized Collection<Department> departments() {
		return List.copyOf(this.departments.values());
	}

	/**
	 * Adds a department, or replaces the one of the same number.
	 * @param department the department
	 */
	public synchronized void add(Department department) {
		this.departments.put(department.id(), department);
	}

	/**
	 * Removes a department. Does nothing if there is none of this number. Employees, and
	 * departments below it, keep its number; of tags, WeCom no longer gives it.
	 * @param id the number of the department
	 */
	public synchronized void removeDepartment(long id) {
		this.departments.remove(id);
	}

	/**
	 * Returns the employees, those outside the visible range included.
	 * @return a snapshot, in the order in which they were added
	 */
	public synchronized Collection<Employee> employees() {
		return List.copyOf(this.employees.values());
	}

	/**
	 * Returns an employee.
	 * @param userId the user id, in any case
	 * @return the employee
	 * @throws NoSuchElementException if there is none of this user id
	 */
	public Employee employee(String userId) {
		return find(userId).orElseThrow(() -> new NoSuchElementException("No employee '" + userId + "'"));
	}

	/**
	 * Adds an employee.
	 * @param employee the employee
	 * @throws IllegalArgumentException if there is one of this user id, ignoring case
	 */
	public synchronized void add(Employee employee) {
		if (this.employees.putIfAbsent(key(employee.userId()), employee) != null) {
			throw new IllegalArgumentException("There is an employee '" + employee.userId() + "' already");
		}
	}

	/**
	 * Replaces the employee of the same user id, ignoring case.
	 * @param employee the employee
	 * @throws NoSuchElementException if there is none of this user id
	 */
	public synchronized void update(Employee employee) {
		if (this.employees.replace(key(employee.userId()), employee) == null) {
			throw new NoSuchElementException("No employee '" + employee.userId() + "'");
		}
	}

	/**
	 * Removes an employee, of whom WeCom then answers 60111. Does nothing if there is
	 * none.
	 * @param userId the user id, in any case
	 */
	public synchronized void remove(String userId) {
		this.employees.remove(key(userId));
	}

	/**
	 * Returns the tags.
	 * @return a snapshot, in the order in which they were added
	 */
	public synchronized Collection<Tag> tags() {
		return List.copyOf(this.tags.values());
	}

	/**
	 * Adds a tag, or replaces the one of the same number. Employees and departments which
	 * the company does not have may be in it; WeCom does not give them until they are
	 * added.
	 * @param tag the tag
	 */
	public synchronized void add(Tag tag) {
		this.tags.put(tag.id(), tag);
	}

	/**
	 * Removes a tag, of which WeCom then answers 40068. Does nothing if there is none of
	 * this number.
	 * @param id the number of the tag
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
		// Case folding beyond ASCII equates other characters with letters
		return Employee.isUserId(userId) ? userId.toLowerCase(Locale.ROOT) : userId;
	}

}
