package io.github.wecomlogin.directory;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The members and departments of a tag that are visible to the application (D/90213).
 * Immutable.
 */
public final class TagMembers {

	private final @Nullable String name;

	private final UserIds userIds;

	// Sorted numbers or bits, whichever is smaller
	private final int @Nullable [] few;

	private final @Nullable BitSet many;

	private final int size;

	private final Set<Long> departments;

	/**
	 * Creates a tag.
	 * @param name the name, or {@code null} if the application may not read it
	 * @param userIds the ids of members tagged individually
	 * @param departments the ids of tagged departments
	 */
	public TagMembers(@Nullable String name, Collection<String> userIds, Collection<Long> departments) {
		this(name, userIds, departments, new UserIds());
	}

	/**
	 * Creates a tag.
	 * @param numbers the numbering shared by the tags of a company
	 */
	TagMembers(@Nullable String name, Collection<String> userIds, Collection<Long> departments, UserIds numbers) {
		this.name = name;
		this.userIds = numbers;
		int[] members = userIds.stream().mapToInt(numbers::add).sorted().distinct().toArray();
		this.size = members.length;
		boolean isFew = this.size == 0 || this.size < members[this.size - 1] / Integer.SIZE;
		this.few = isFew ? members : null;
		this.many = isFew ? null : bits(members);
		this.departments = Set.copyOf(departments);
	}

	private static BitSet bits(int[] members) {
		BitSet bits = new BitSet(members[members.length - 1] + 1);
		for (int member : members) {
			bits.set(member);
		}
		return bits;
	}

	/**
	 * Returns the name.
	 * @return the name, or {@code null} if the application may not read it
	 */
	public @Nullable String name() {
		return this.name;
	}

	/**
	 * Whether a member is tagged individually, not through a department.
	 * @param userId the member's id, in any case
	 * @return {@code true} if the tag lists the member
	 */
	public boolean contains(String userId) {
		int number = this.userIds.find(userId);
		if (number == UserIds.NONE) {
			return false;
		}
		return (this.many != null) ? this.many.get(number)
				: this.few != null && Arrays.binarySearch(this.few, number) >= 0;
	}

	/**
	 * Returns the members tagged individually.
	 * @return user ids in lower case
	 */
	public Stream<String> userIds() {
		IntStream numbers = (this.many != null) ? this.many.stream()
				: (this.few != null) ? Arrays.stream(this.few) : IntStream.empty();
		return numbers.mapToObj(this.userIds::get);
	}

	/**
	 * Returns the tagged departments. The tag applies to all members in and below them.
	 * @return department ids
	 */
	public Set<Long> departments() {
		return this.departments;
	}

	/**
	 * Returns the number of members tagged individually.
	 * @return the number of members
	 */
	public int size() {
		return this.size;
	}

	@Override
	public String toString() {
		return "TagMembers[]";
	}

}
