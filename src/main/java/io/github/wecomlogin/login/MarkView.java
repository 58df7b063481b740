package io.github.wecomlogin.login;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What all nodes know of some marks, at one moment.
 *
 * @param known whether there is a store that answered
 * @param marks the marks that are there, {@code null} for one that only another version
 * understands
 */
record MarkView(boolean known, Map<MemberMarks.Name, @Nullable Mark> marks) {

	static final MarkView UNKNOWN = new MarkView(false, Map.of());

	boolean isUnreadable(MemberMarks.Name name) {
		return this.marks.containsKey(name) && this.marks.get(name) == null;
	}

	/**
	 * Returns the mark that all nodes see. Whoever keeps it can tell later whether there
	 * has been another since, whatever the clocks say.
	 * @return the moment of the mark, long ago if there is none, or {@code null} if that
	 * cannot be known
	 */
	@Nullable Instant seen(MemberMarks.Name name) {
		if (!this.known || isUnreadable(name)) {
			return null;
		}
		Mark mark = this.marks.get(name);
		return (mark != null) ? mark.moment().at() : Instant.EPOCH;
	}

	@Override
	public String toString() {
		return "MarkView[]";
	}

}
