package io.github.wecomlogin.user;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.github.wecomlogin.client.PersonalDetail;
import io.github.wecomlogin.directory.Member;
import io.github.wecomlogin.util.AsciiIds;
import io.github.wecomlogin.util.CheckedCopies;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.GrantedAuthority;

/**
 * The data of a {@link WeComUser}, whose JSON form session stores hold. It may come from
 * another version of this library, so the constructors of this record and of its parts
 * reject missing mandatory fields and elements of the wrong type: a user is read
 * completely or not at all.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param registrationId the registration that the member signed in with
 * @param corpId the company
 * @param member the member as returned by {@code user/get}
 * @param detail what the member consented to show
 * @param departments the member's departments, with names
 * @param tags the member's tags that rules mention
 * @param authorities the authorities, without duplicates and sorted by name
 * @param verification the last successful check
 * @param accountId the name of the member's account in this application, or {@code null}
 * if members need none
 */
public record WeComUserState(String registrationId, String corpId, Member member, PersonalDetail detail,
		List<WeComDepartment> departments, List<WeComTag> tags, List<GrantedAuthority> authorities,
		Verification verification, @Nullable String accountId) {

	public WeComUserState {
		Objects.requireNonNull(registrationId, "registrationId");
		Objects.requireNonNull(corpId, "corpId");
		if (!AsciiIds.isId(member.userId())) {
			throw new IllegalArgumentException(
					"userId must not be empty and must consist of printable ASCII characters");
		}
		Objects.requireNonNull(detail, "detail");
		departments = CheckedCopies.list(departments, WeComDepartment.class);
		tags = CheckedCopies.list(tags, WeComTag.class);
		authorities = sorted(authorities);
		Objects.requireNonNull(verification, "verification");
		if (!departments.stream().map(WeComDepartment::id).toList().equals(member.departments())) {
			throw new IllegalArgumentException("The departments differ from those of the member");
		}
	}

	/**
	 * Creates the data of a member of whom nothing but {@code user/get} is known.
	 */
	WeComUserState(String registrationId, String corpId, Member member, Verification verification) {
		this(registrationId, corpId, member, PersonalDetail.NONE,
				member.departments().stream().map((id) -> new WeComDepartment(id, null, null)).toList(), List.of(),
				List.of(), verification, null);
	}

	private static List<GrantedAuthority> sorted(Collection<GrantedAuthority> authorities) {
		List<GrantedAuthority> sorted = new ArrayList<>(CheckedCopies.set(authorities, GrantedAuthority.class));
		sorted.sort(
				Comparator.comparing(GrantedAuthority::getAuthority, Comparator.nullsLast(Comparator.naturalOrder())));
		return Collections.unmodifiableList(sorted);
	}

	WeComUserState withAuthorities(List<GrantedAuthority> authorities) {
		return new WeComUserState(this.registrationId, this.corpId, this.member, this.detail, this.departments,
				this.tags, authorities, this.verification, this.accountId);
	}

	/**
	 * Omits personal data.
	 */
	@Override
	public String toString() {
		return "WeComUserState[]";
	}

}
