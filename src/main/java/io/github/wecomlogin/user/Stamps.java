package io.github.wecomlogin.user;

import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Change stamps of a member: the current ones, or those recorded in a session. Compared
 * for equality only. <em>Internal.</em>
 *
 * @param member replaced when the member changes
 * @param company replaced when something in the company changes that roles may depend on
 * @param end replaced when an administrator ends the member's sessions
 */
public record Stamps(String member, String company, String end) implements Serializable {

	private static final long serialVersionUID = 1L;

	/**
	 * No stamp is set. A current stamp of this value equals any other.
	 */
	public static final String NONE = "0";

	/**
	 * The stamp is missing from the shared store. Equals no other.
	 */
	public static final String MISSING = "";

	public static final Stamps UNKNOWN = new Stamps(NONE, NONE, NONE);

	/**
	 * The stamps of a sign-in that no check belongs to. Every end applies to it.
	 */
	public static final Stamps NEVER_SEEN = new Stamps(MISSING, MISSING, NONE);

	// Distinguishes the stamps set by an administrator from random ones
	private static final String END = "end-";

	public Stamps {
		Objects.requireNonNull(member, "member");
		Objects.requireNonNull(company, "company");
		Objects.requireNonNull(end, "end");
	}

	/**
	 * Compares these current stamps with those recorded in a session.
	 * @param seen the stamps of the session's last check
	 * @return what changed
	 */
	public Change since(Stamps seen) {
		boolean endChanged = isChanged(this.end, seen.end);
		if (endChanged && isEnd(this.end)) {
			return Change.ENDED;
		}
		boolean memberSeen = !seen.member.equals(NONE);
		if (this.end.equals(MISSING) && memberSeen) {
			return Change.LOST;
		}
		boolean othersChanged = endChanged || isChanged(this.company, seen.company);
		if (isChanged(this.member, seen.member) && (memberSeen || !othersChanged)) {
			return Change.MEMBER;
		}
		return othersChanged ? Change.COMPANY : Change.NOTHING;
	}

	private static boolean isChanged(String current, String seen) {
		return !current.equals(NONE) && (current.equals(MISSING) || !current.equals(seen));
	}

	/**
	 * Whether a stamp was set by an administrator, not by a sign-in.
	 */
	public static boolean isEnd(String stamp) {
		return stamp.startsWith(END);
	}

	public static String newEnd() {
		return END + random();
	}

	public static String random() {
		return UUID.randomUUID().toString();
	}

	Stamps orEnd(Stamps before) {
		return this.end.equals(NONE) ? new Stamps(this.member, this.company, before.end) : this;
	}

	public String write() {
		return this.member + " " + this.company + " " + this.end;
	}

	/**
	 * Parses the stamps of a session. Returns {@link #UNKNOWN} if the text is absent or
	 * malformed.
	 */
	public static Stamps read(@Nullable String text) {
		String[] parts = (text != null) ? text.split(" ", -1) : new String[0];
		return (parts.length == 3) ? new Stamps(parts[0], parts[1], parts[2]) : UNKNOWN;
	}

	@Override
	public String toString() {
		return "Stamps[]";
	}

	/**
	 * What changed: nothing; the company, or something unknown; the member; the store has
	 * lost the stamps; an administrator ended the sessions.
	 */
	public enum Change {

		NOTHING, COMPANY, MEMBER, LOST, ENDED

	}

}
