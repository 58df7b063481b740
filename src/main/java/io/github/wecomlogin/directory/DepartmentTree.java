package io.github.wecomlogin.directory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import io.github.wecomlogin.client.DepartmentResponse;
import org.jspecify.annotations.Nullable;

/**
 * The departments of a company that are visible to the application, as a tree (D/90208).
 * Stored in arrays, because a company may have tens of thousands. Immutable.
 */
public final class DepartmentTree {

	private static final int NONE = -1;

	// Parent of a department in a cycle: no department's id, and not 0, which roots have
	private static final long CYCLE = Long.MIN_VALUE;

	private static final int MAX_LOOKUPS = 1000;

	private static final String SEPARATOR = "/";

	// Four parallel arrays, in ascending order of ids
	private final long[] ids;

	private final long[] parentIds;

	private final int[] parents;

	private final @Nullable String[] names;

	// Cached lookups by name; few, because only rules look up names
	private final Map<String, List<Long>> lookups = new ConcurrentHashMap<>();

	/**
	 * Creates a tree. Departments in a cycle become roots; duplicate ids are ignored.
	 * @param departments the departments, in any order
	 */
	public DepartmentTree(Collection<DepartmentResponse> departments) {
		List<DepartmentResponse> sorted = new ArrayList<>(departments);
		sorted.sort(Comparator.comparingLong(DepartmentResponse::id));
		int size = (int) sorted.stream().mapToLong(DepartmentResponse::id).distinct().count();
		this.ids = new long[size];
		this.parentIds = new long[size];
		this.parents = new int[size];
		this.names = new String[size];
		int position = 0;
		for (DepartmentResponse department : sorted) {
			if (position > 0 && this.ids[position - 1] == department.id()) {
				continue;
			}
			this.ids[position] = department.id();
			this.parentIds[position] = department.parentId();
			this.names[position] = department.name();
			position++;
		}
		Arrays.setAll(this.parents, (i) -> isId(this.parentIds[i]) ? position(this.parentIds[i]) : NONE);
		breakCycles();
	}

	private void breakCycles() {
		int[] lastVisit = new int[this.ids.length];
		for (int start = 0; start < this.ids.length; start++) {
			int visit = start + 1;
			int position = start;
			while (position != NONE && lastVisit[position] == 0) {
				lastVisit[position] = visit;
				position = this.parents[position];
			}
			if (position != NONE && lastVisit[position] == visit) {
				breakCycle(position);
			}
		}
	}

	private void breakCycle(int start) {
		int position = start;
		while (position != NONE) {
			int above = this.parents[position];
			this.parents[position] = NONE;
			this.parentIds[position] = CYCLE;
			position = above;
		}
	}

	/**
	 * Returns the number of departments.
	 * @return the number of departments
	 */
	public int size() {
		return this.ids.length;
	}

	/**
	 * Returns the departments whose parent is not visible to the application.
	 * @return their ids, in ascending order
	 */
	public List<Long> roots() {
		return IntStream.range(0, this.ids.length)
			.filter((position) -> this.parents[position] == NONE)
			.mapToObj((position) -> this.ids[position])
			.toList();
	}

	/**
	 * Whether a department is visible to the application.
	 * @param id the department id
	 * @return {@code true} if the tree contains it
	 */
	public boolean contains(long id) {
		return position(id) != NONE;
	}

	/**
	 * Whether a department is in the tree or the parent of one that is.
	 * @param id the department id
	 * @return {@code false} if no department of the tree can be below it
	 */
	public boolean mentions(long id) {
		return contains(id) || (isId(id) && Arrays.stream(this.parentIds).anyMatch((parentId) -> parentId == id));
	}

	/**
	 * Returns the ancestors of a department.
	 * @param id the department id
	 * @return their ids, the nearest first; the last one may be hidden from the
	 * application
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
	 * Returns the number of departments in and below a department.
	 * @param id the department id
	 * @return the number of visible departments that are this one or have it above them
	 */
	public long sizeOf(long id) {
		return Arrays.stream(this.ids).filter((other) -> other == id || above(other).contains(id)).count();
	}

	/**
	 * Returns the name of a department.
	 * @param id the department id
	 * @return the name, or {@code null} if the application may not read it
	 */
	public @Nullable String name(long id) {
		int position = position(id);
		return (position != NONE) ? this.names[position] : null;
	}

	/**
	 * Returns the path of a department: its name after those of its ancestors.
	 * @param id the department id
	 * @return a path such as {@code 总部/研发部}, or {@code null} if the application may not
	 * read one of the names
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
	 * Finds departments by name or by the end of their path: {@code 研发部} and
	 * {@code 总部/研发部} both find the latter. A complete path from the root finds that
	 * department only.
	 * @param nameOrPath a name, or several from top to bottom separated by {@code /}
	 * @return the ids of all matching departments; several if the name or path is
	 * ambiguous
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
			// Ancestors of a hidden department are unknown, so its path may be longer
			if (whole && isPath && isBelowARoot(position)) {
				fromTheRoot.add(this.ids[position]);
			}
		}
		return List.copyOf(fromTheRoot.isEmpty() ? found : fromTheRoot);
	}

	/**
	 * Finds departments whose name contains a text, without regard to case, or whose id
	 * is the text. A text with {@code /} is compared with the path.
	 * @param text a part of a name or path, or an id
	 * @param limit the maximum number of results
	 * @return the ids of the first matching departments, in ascending order
	 */
	public List<Long> containing(String text, int limit) {
		String wanted = text.toLowerCase(Locale.ROOT);
		return IntStream.range(0, this.ids.length)
			.filter((position) -> Long.toString(this.ids[position]).equals(wanted) || contains(position, wanted))
			.limit(limit)
			.mapToObj((position) -> this.ids[position])
			.toList();
	}

	private boolean contains(int position, String wanted) {
		String label = wanted.contains(SEPARATOR) ? pathAt(position) : this.names[position];
		return label != null && label.toLowerCase(Locale.ROOT).contains(wanted);
	}

	/**
	 * Whether the application may read department names.
	 * @return {@code true} if at least one name is known
	 */
	public boolean hasNames() {
		return Arrays.stream(this.names).anyMatch((name) -> name != null);
	}

	private static boolean isId(long id) {
		return id != 0 && id != CYCLE;
	}

	private int position(long id) {
		int position = Arrays.binarySearch(this.ids, id);
		return (position >= 0) ? position : NONE;
	}

}
