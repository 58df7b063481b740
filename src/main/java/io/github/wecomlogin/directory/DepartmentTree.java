package io.github.wecomlogin.directory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The departments of a company, as far as the application may see them, and which is
 * below which (D/90208). Made for companies with many: a few numbers and the name for
 * each. Immutable.
 */
public final class DepartmentTree {

	private static final int NONE = -1;

	// The id above a department in a circle: nobody's, and not 0, which a real root has
	private static final long CUT = Long.MIN_VALUE;

	private static final int MAX_LOOKUPS = 1000;

	private static final String SEPARATOR = "/";

	// All four by position, in ascending order of ids
	private final long[] ids;

	private final long[] parentIds;

	private final int[] parents;

	private final @Nullable String[] names;

	// What was asked for by name: few, because only rules ask
	private final Map<String, List<Long>> lookups = new ConcurrentHashMap<>();

	/**
	 * Creates a tree. Departments that are above each other in a circle are taken as
	 * having nothing above them; a second department of the same id is ignored.
	 * @param departments the departments, in any order
	 */
	public DepartmentTree(Collection<Department> departments) {
		List<Department> sorted = new ArrayList<>(departments);
		sorted.sort(Comparator.comparingLong(Department::id));
		int size = (int) sorted.stream().mapToLong(Department::id).distinct().count();
		this.ids = new long[size];
		this.parentIds = new long[size];
		this.parents = new int[size];
		this.names = new String[size];
		int position = 0;
		for (Department department : sorted) {
			if (position > 0 && this.ids[position - 1] == department.id()) {
				continue;
			}
			this.ids[position] = department.id();
			this.parentIds[position] = department.parentId();
			this.names[position] = department.name();
			position++;
		}
		Arrays.setAll(this.parents, (i) -> isId(this.parentIds[i]) ? position(this.parentIds[i]) : NONE);
		cutCircles();
	}

	private void cutCircles() {
		int[] lastVisit = new int[this.ids.length];
		for (int start = 0; start < this.ids.length; start++) {
			int visit = start + 1;
			int position = start;
			while (position != NONE && lastVisit[position] == 0) {
				lastVisit[position] = visit;
				position = this.parents[position];
			}
			if (position != NONE && lastVisit[position] == visit) {
				cutCircle(position);
			}
		}
	}

	private void cutCircle(int start) {
		int position = start;
		while (position != NONE) {
			int above = this.parents[position];
			this.parents[position] = NONE;
			this.parentIds[position] = CUT;
			position = above;
		}
	}

	/**
	 * Returns how many departments there are.
	 * @return the number of departments
	 */
	public int size() {
		return this.ids.length;
	}

	/**
	 * Whether the application may see a department.
	 * @param id the department's id
	 * @return {@code true} if it is in the list
	 */
	public boolean contains(long id) {
		return position(id) != NONE;
	}

	/**
	 * Whether a department is in the list, or above one that is.
	 * @param id the department's id
	 * @return {@code false} if nothing can be within it
	 */
	public boolean mentions(long id) {
		return contains(id) || (isId(id) && Arrays.stream(this.parentIds).anyMatch((parentId) -> parentId == id));
	}

	/**
	 * Returns all departments above one.
	 * @param id the department's id
	 * @return their ids, the nearest first; the last may be hidden from the application
	 */
	public List<Long> above(long id) {
		List<Long> above = new ArrayList<>();
		for (int position = position(id); position != NONE; position = this.parents[position]) {
			if (isId(this.parentIds[position])) {
				above.add(this.parentIds[position]);
			}
		}
		return above;
	}

	/**
	 * Returns the name of a department.
	 * @param id the department's id
	 * @return the name, or {@code null} if it cannot be read
	 */
	public @Nullable String name(long id) {
		int position = position(id);
		return (position != NONE) ? this.names[position] : null;
	}

	/**
	 * Returns the name of a department with those above it.
	 * @param id the department's id
	 * @return a path such as {@code 总部/研发部}, or {@code null} if one of the names cannot
	 * be read
	 */
	public @Nullable String path(long id) {
		int position = position(id);
		return (position != NONE) ? pathAt(position) : null;
	}

	private boolean isBelowARoot(int start) {
		int position = start;
		while (this.parents[position] != NONE) {
			position = this.parents[position];
		}
		return this.parentIds[position] == 0;
	}

	private @Nullable String pathAt(int start) {
		Deque<String> path = new ArrayDeque<>();
		for (int position = start; position != NONE; position = this.parents[position]) {
			String name = this.names[position];
			if (name == null) {
				return null;
			}
			path.addFirst(name);
		}
		return String.join(SEPARATOR, path);
	}

	/**
	 * Finds departments by name, or by the end of their path: {@code 研发部} and
	 * {@code 总部/研发部} both find the latter. A path from the root of the company finds that
	 * department alone.
	 * @param nameOrPath a name, or several from above to below
	 * @return the ids of all departments that fit: none, one, or several if the name or
	 * path alone does not tell
	 */
	public List<Long> find(String nameOrPath) {
		List<Long> known = this.lookups.get(nameOrPath);
		if (known != null) {
			return known;
		}
		List<Long> found = search(nameOrPath);
		if (this.lookups.size() < MAX_LOOKUPS) {
			this.lookups.put(nameOrPath, found);
		}
		return found;
	}

	private List<Long> search(String nameOrPath) {
		List<Long> found = new ArrayList<>();
		List<Long> fromTheRoot = new ArrayList<>();
		boolean isPath = nameOrPath.contains(SEPARATOR);
		for (int position = 0; position < this.ids.length; position++) {
			String name = this.names[position];
			if (name == null || !nameOrPath.endsWith(name)) {
				continue;
			}
			String path = isPath ? pathAt(position) : name;
			boolean whole = nameOrPath.equals(path);
			if (whole || (isPath && path != null && path.endsWith(SEPARATOR + nameOrPath))) {
				found.add(this.ids[position]);
			}
			// What is above a hidden department is not known, and may make another path
			// of it
			if (whole && isPath && isBelowARoot(position)) {
				fromTheRoot.add(this.ids[position]);
			}
		}
		return List.copyOf(fromTheRoot.isEmpty() ? found : fromTheRoot);
	}

	/**
	 * Whether the application may read names of departments at all.
	 * @return {@code true} if there is at least one name
	 */
	public boolean hasNames() {
		return Arrays.stream(this.names).anyMatch((name) -> name != null);
	}

	private static boolean isId(long id) {
		return id != 0 && id != CUT;
	}

	private int position(long id) {
		int position = Arrays.binarySearch(this.ids, id);
		return (position >= 0) ? position : NONE;
	}

}
