package io.github.wecomlogin.access;

import java.util.List;

import io.github.wecomlogin.directory.DepartmentTree;
import io.github.wecomlogin.directory.Organisation;
import org.jspecify.annotations.Nullable;

/**
 * How a rule names a department: by its id, or by its name or path.
 *
 * @param id the department's id, or {@code null} if it is named
 * @param name the name, or the path such as {@code 总部/研发部}; {@code null} if there is an
 * id
 */
public record DepartmentReference(@Nullable Integer id, @Nullable String name) {

	/**
	 * Names a department by its id.
	 * @param id the id
	 * @return the reference
	 */
	public static DepartmentReference of(int id) {
		return new DepartmentReference(id, null);
	}

	/**
	 * Names a department by its name, or by its path where the name alone does not tell.
	 * @param nameOrPath the name, or several from above to below with {@code /} between
	 * @return the reference
	 */
	public static DepartmentReference of(String nameOrPath) {
		return new DepartmentReference(null, nameOrPath);
	}

	/**
	 * Finds the department.
	 * @return its id, or {@code null} if that is not known
	 */
	@Nullable Integer resolve(Organisation organisation) {
		if (this.name == null) {
			return this.id;
		}
		DepartmentTree departments = organisation.departments();
		List<Integer> found = (departments != null) ? departments.find(this.name) : List.of();
		return (found.size() == 1) ? found.get(0) : null;
	}

	/**
	 * Whether one of a member's departments is the one named or, unless only that one
	 * counts, below it.
	 */
	Verdict matches(Iterable<Integer> departments, boolean direct, Organisation organisation) {
		Integer named = resolve(organisation);
		if (named == null) {
			return Verdict.UNKNOWN;
		}
		return isWithin(departments, named, direct, organisation);
	}

	static Verdict isWithin(Iterable<Integer> departments, int named, boolean direct, Organisation organisation) {
		Verdict verdict = Verdict.NO;
		DepartmentTree tree = organisation.departments();
		for (int department : departments) {
			if (department == named) {
				return Verdict.YES;
			}
			if (direct) {
				continue;
			}
			if (tree == null) {
				verdict = Verdict.UNKNOWN;
			}
			else if (tree.isWithin(department, named)) {
				return Verdict.YES;
			}
		}
		return verdict;
	}

	@Override
	public String toString() {
		return (this.name != null) ? this.name : String.valueOf(this.id);
	}

}
