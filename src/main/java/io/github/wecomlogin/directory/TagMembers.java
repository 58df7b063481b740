package io.github.wecomlogin.directory;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Who has a tag, as far as the application may see (D/90213). Immutable.
 */
public final class TagMembers {

	private final @Nullable String name;

	private final UserIds userIds;

	// Whichever of the two is smaller
	private final int @Nullable [] few;

	private final @Nullable BitSet many;

	private final int size;

	private final Set<Long> departments;

	/**
	 * Creates the members of a tag.
	 * @param name the name of the tag, or {@code null} if it cannot be read
	 * @param userIds the user ids of the members that have the tag themselves
	 * @param departments the ids of the departments that have the tag
	 */
	public TagMembers(@Nullable String name, Collection<String> userIds, Collection<Long> departments) {
		this(name, userIds, departments, new UserIds());
	}

	/**
	 * Creates the members of a tag.
	 * @param numbers numbers user ids for several tags of the same company
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
	 * Returns the name of the tag.
	 * @return the name, or {@code null} if it cannot be read
	 */
	public @Nullable String name() {
		return this.name;
	}

	/**
	 * Whether a member has the tag, not counting departments that have it.
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
	 * Returns the departments that have the tag, with all members in and below them.
	 * @return the ids of the departments
	 */
	public Set<Long> departments() {
		return this.departments;
	}

	/**
	 * Returns how many members have the tag themselves.
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
