package io.github.wecomlogin.simulator;

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

	private final Map<Integer, Department> departments = new LinkedHashMap<>();

	private final Map<String, Employee> employees = new LinkedHashMap<>();

	private Company() {
	}

	/**
	 * Returns a fresh copy of the demo company: six departments, and one employee for
	 * each case that an application has to get right.
	 * @return the company
	 */
	public static Company demo() {
		Company company = new Company();
		DemoCompany.departments().forEach(company::add);
		DemoCompany.employees().forEach(company::add);
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

	synchronized Optional<Employee> find(String userId) {
		return Optional.ofNullable(this.employees.get(key(userId)));
	}

	synchronized String departmentName(int id) {
		Department department = this.departments.get(id);
		return (department != null) ? department.name() : String.valueOf(id);
	}

	synchronized Company copy() {
		Company copy = new Company();
		copy.departments.putAll(this.departments);
		copy.employees.putAll(this.employees);
		return copy;
	}

	synchronized void restore(Company copy) {
		this.departments.clear();
		this.departments.putAll(copy.departments);
		this.employees.clear();
		this.employees.putAll(copy.employees);
	}

	private static String key(String userId) {
		return userId.toLowerCase(Locale.ROOT);
	}

}
