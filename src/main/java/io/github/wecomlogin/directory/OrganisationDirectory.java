package io.github.wecomlogin.directory;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.wecomlogin.client.ApiPaths;
import io.github.wecomlogin.client.TagResponse;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Caches the departments and tag members of a company that the rules need, as visible to
 * one application. Refreshed as configured by {@link DirectoryAges}; lists that are not
 * needed are never read. Safe for concurrent use.
 */
public final class OrganisationDirectory implements AutoCloseable {

	private final OrganisationNeeds needs;

	private final RefreshingValue<DepartmentTree> departments;

	private final Map<Long, RefreshingValue<TagMembers>> tags = new TreeMap<>();

	private final BackgroundThreads threads;

	private final Clock clock;

	private volatile Unlisted unlisted = new Unlisted(Set.of());

	private volatile @Nullable String stamp;

	/**
	 * Creates a directory. Lists are read when first used.
	 * @param client the client of the application
	 * @param needs the lists that are needed
	 * @param ages the cache times
	 * @param threads the threads that read lists, owned by this directory
	 * @param clock the clock that ages are measured by
	 */
	public OrganisationDirectory(WeComClient client, OrganisationNeeds needs, DirectoryAges ages,
			BackgroundThreads threads, Clock clock) {
		this.needs = needs;
		this.threads = threads;
		this.clock = clock;
		this.departments = new RefreshingValue<>(ApiPaths.DEPARTMENT_LIST,
				(deadline) -> readDepartments(client, deadline), ages, threads, clock);
		UserIds userIds = new UserIds();
		needs.tags()
			.forEach((id) -> this.tags.put(id, new RefreshingValue<>(ApiPaths.TAG_GET,
					(deadline) -> readTag(client, id, userIds, deadline), ages, threads, clock)));
	}

	private static DepartmentTree readDepartments(WeComClient client, Deadline deadline) {
		return new DepartmentTree(client.getDepartments(deadline));
	}

	private static TagMembers readTag(WeComClient client, long id, UserIds userIds, Deadline deadline) {
		TagResponse response = client.getTag(id, deadline);
		return new TagMembers(response.name(), response.userIds(), response.departments(), userIds);
	}

	/**
	 * Returns the departments and tags. Waits only for lists that are absent, expired or
	 * invalidated. Lists that cannot be read are missing in the result.
	 * @param departmentIds departments that the result should contain, usually those of a
	 * member; if one is missing, the list may be older than the department and is read
	 * again
	 * @param deadline the time limit of the wait
	 * @return the departments and tags
	 */
	public Organisation read(Collection<Long> departmentIds, Deadline deadline) {
		if (this.needs.departments()) {
			this.departments.prepare();
		}
		this.tags.values().forEach(RefreshingValue::prepare);
		List<DirectoryPart> problems = new ArrayList<>();
		Map<Long, TagMembers> members = new LinkedHashMap<>();
		this.tags.forEach((id, reading) -> {
			RefreshingValue.State<TagMembers> state = reading.get((tag) -> true, deadline);
			addProblem(problems, part(id, state));
			if (state.value() != null) {
				members.put(id, state.value());
			}
		});
		boolean needsTree = this.needs.departments()
				|| members.values().stream().anyMatch((tag) -> !tag.departments().isEmpty());
		if (!needsTree) {
			return new Organisation(null, members, problems);
		}
		RefreshingValue.State<DepartmentTree> state = readDepartments(departmentIds, deadline);
		addProblem(problems, departmentsPart(state));
		return new Organisation(state.value(), members, problems);
	}

	private RefreshingValue.State<DepartmentTree> readDepartments(Collection<Long> departmentIds, Deadline deadline) {
		DepartmentTree before = this.departments.peek().value();
		Instant asked = this.clock.instant();
		Unlisted unlisted = this.unlisted;
		RefreshingValue.State<DepartmentTree> state = this.departments.get(
				(tree) -> departmentIds.stream().allMatch((id) -> tree.contains(id) || unlisted.contains(id)),
				deadline);
		DepartmentTree tree = state.value();
		if (tree != null && tree != before && state.readAt() != null && !state.readAt().isBefore(asked)) {
			// Read for these departments: those still missing are hidden, not new
			this.unlisted = unlisted.with(departmentIds, tree);
		}
		return state;
	}

	/**
	 * Invalidates departments and tags if their change stamp is not the last known one.
	 * They are then read again before their next use; if that fails, the old ones are
	 * used until they expire.
	 * @param stamp the current change stamp, or an empty string if it is not known, which
	 * invalidates nothing
	 */
	public void validate(String stamp) {
		String before = this.stamp;
		if (before != null && (stamp.isEmpty() || before.equals(stamp))) {
			return;
		}
		if (before != null) {
			this.departments.invalidate();
			this.tags.values().forEach(RefreshingValue::invalidate);
		}
		// Last, so that no other caller uses the old ones under the new stamp
		this.stamp = stamp;
	}

	/**
	 * Returns the departments and tags that are cached, without reading any.
	 * @return the departments and tags; those that are not cached are missing
	 */
	public Organisation cached() {
		Map<Long, TagMembers> members = new LinkedHashMap<>();
		this.tags.forEach((id, reading) -> {
			TagMembers tag = reading.peek().value();
			if (tag != null) {
				members.put(id, tag);
			}
		});
		return new Organisation(this.departments.peek().value(), members, List.of());
	}

	/**
	 * Returns the state of the cached lists, without reading any.
	 * @return the departments and needed tags
	 */
	public List<DirectoryPart> parts() {
		List<DirectoryPart> parts = new ArrayList<>();
		RefreshingValue.State<DepartmentTree> state = this.departments.peek();
		if (this.needs.departments() || state.value() != null || state.failure() != null) {
			parts.add(departmentsPart(state));
		}
		this.tags.forEach((id, reading) -> parts.add(part(id, reading.peek())));
		return parts;
	}

	@Override
	public void close() {
		this.threads.close();
		this.departments.close();
		this.tags.values().forEach(RefreshingValue::close);
	}

	private static void addProblem(List<DirectoryPart> problems, DirectoryPart part) {
		if (part.problem() != null) {
			problems.add(part);
		}
	}

	private static DirectoryPart departmentsPart(RefreshingValue.State<DepartmentTree> state) {
		return part(null, (state.value() != null) ? state.value().size() : 0, state);
	}

	private static DirectoryPart part(long tagId, RefreshingValue.State<TagMembers> state) {
		return part(tagId, (state.value() != null) ? state.value().size() : 0, state);
	}

	private static DirectoryPart part(@Nullable Long tagId, int size, RefreshingValue.State<?> state) {
		WeComApiException failure = state.failure();
		return new DirectoryPart(tagId, size, state.readAt(), failure);
	}

	/**
	 * Departments of members that are missing even from a newer list, because they are
	 * hidden.
	 *
	 * @param ids the department ids
	 */
	private record Unlisted(Set<Long> ids) {

		boolean contains(long id) {
			return this.ids.contains(id);
		}

		Unlisted with(Collection<Long> ids, DepartmentTree newer) {
			Set<Long> all = new HashSet<>(this.ids);
			all.addAll(ids);
			all.removeIf(newer::contains);
			return new Unlisted(all);
		}

	}

}
