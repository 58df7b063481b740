package io.github.wecomlogin.user;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.github.wecomlogin.client.PersonalDetail;
import io.github.wecomlogin.directory.Member;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Builds a {@link WeComUser}.
 */
public final class WeComUserBuilder {

	private final WeComUserState state;

	private String name;

	private List<WeComDepartment> departments;

	private Set<Long> ledDepartments;

	private @Nullable Long mainDepartment;

	private List<WeComTag> tags;

	private List<String> directLeaders;

	private @Nullable String position;

	private PersonalDetail detail;

	private List<GrantedAuthority> authorities;

	private Verification verification;

	private @Nullable String accountId;

	WeComUserBuilder(WeComUserState state) {
		this.state = state;
		this.name = state.member().name();
		this.departments = state.departments();
		this.ledDepartments = state.member().ledDepartments();
		this.mainDepartment = state.member().mainDepartment();
		this.tags = state.tags();
		this.directLeaders = state.member().directLeaders();
		this.position = state.member().position();
		this.detail = state.detail();
		this.authorities = state.authorities();
		this.verification = state.verification();
		this.accountId = state.accountId();
	}

	/**
	 * Sets the display name.
	 * @param name the name, or {@code null} to use the user id
	 * @return this
	 */
	public WeComUserBuilder name(@Nullable String name) {
		this.name = (name != null) ? name : this.state.member().userId();
		return this;
	}

	/**
	 * Sets the departments.
	 * @param departments the departments
	 * @return this
	 */
	public WeComUserBuilder departments(List<WeComDepartment> departments) {
		this.departments = List.copyOf(departments);
		return this;
	}

	/**
	 * Sets the departments that the member leads.
	 * @param departmentIds department ids
	 * @return this
	 */
	public WeComUserBuilder leaderOf(Set<Long> departmentIds) {
		this.ledDepartments = Set.copyOf(departmentIds);
		return this;
	}

	/**
	 * Sets the main department.
	 * @param departmentId its id, or {@code null}
	 * @return this
	 */
	public WeComUserBuilder mainDepartment(@Nullable Long departmentId) {
		this.mainDepartment = departmentId;
		return this;
	}

	/**
	 * Sets the tags that rules mention.
	 * @param tags the tags
	 * @return this
	 */
	public WeComUserBuilder tags(List<WeComTag> tags) {
		this.tags = List.copyOf(tags);
		return this;
	}

	/**
	 * Sets the direct leaders.
	 * @param userIds their user ids
	 * @return this
	 */
	public WeComUserBuilder directLeaders(List<String> userIds) {
		this.directLeaders = List.copyOf(userIds);
		return this;
	}

	/**
	 * Sets the job title.
	 * @param position the title, or {@code null}
	 * @return this
	 */
	public WeComUserBuilder position(@Nullable String position) {
		this.position = position;
		return this;
	}

	/**
	 * Sets the mobile number.
	 * @param mobile the number, or {@code null}
	 * @return this
	 */
	public WeComUserBuilder mobile(@Nullable String mobile) {
		return detail(new PersonalDetail(this.detail.gender(), this.detail.avatar(), mobile, this.detail.email(),
				this.detail.bizMail()));
	}

	/**
	 * Sets the private mail address.
	 * @param email the address, or {@code null}
	 * @return this
	 */
	public WeComUserBuilder email(@Nullable String email) {
		return detail(new PersonalDetail(this.detail.gender(), this.detail.avatar(), this.detail.mobile(), email,
				this.detail.bizMail()));
	}

	/**
	 * Sets the company mail address.
	 * @param bizMail the address, or {@code null}
	 * @return this
	 */
	public WeComUserBuilder bizMail(@Nullable String bizMail) {
		return detail(new PersonalDetail(this.detail.gender(), this.detail.avatar(), this.detail.mobile(),
				this.detail.email(), bizMail));
	}

	/**
	 * Sets the picture.
	 * @param avatar its URL, or {@code null}
	 * @return this
	 */
	public WeComUserBuilder avatar(@Nullable String avatar) {
		return detail(new PersonalDetail(this.detail.gender(), avatar, this.detail.mobile(), this.detail.email(),
				this.detail.bizMail()));
	}

	/**
	 * Sets the gender.
	 * @param gender {@code 1} male, {@code 2} female; WeCom's {@code 0} (unknown) is
	 * treated as absent
	 * @return this
	 */
	public WeComUserBuilder gender(@Nullable String gender) {
		return detail(new PersonalDetail(gender, this.detail.avatar(), this.detail.mobile(), this.detail.email(),
				this.detail.bizMail()));
	}

	/**
	 * Sets all fields that the member consented to. <em>Internal.</em>
	 */
	public WeComUserBuilder detail(PersonalDetail detail) {
		this.detail = detail;
		return this;
	}

	/**
	 * Replaces the authorities with roles.
	 * @param roles role names without the prefix {@code ROLE_}
	 * @return this
	 */
	public WeComUserBuilder roles(Collection<String> roles) {
		return authorities(roles.stream().map((role) -> new SimpleGrantedAuthority("ROLE_" + role)).toList());
	}

	/**
	 * Replaces the authorities.
	 * @param authorities the authorities; duplicates are removed
	 * @return this
	 */
	public WeComUserBuilder authorities(Collection<? extends GrantedAuthority> authorities) {
		this.authorities = List.copyOf(authorities);
		return this;
	}

	/**
	 * Sets the times of sign-in and last check.
	 * @param checkedAt the time; defaults to now
	 * @return this
	 */
	public WeComUserBuilder checkedAt(Instant checkedAt) {
		return verification(Verification.at(checkedAt));
	}

	/**
	 * Sets the last successful check. <em>Internal.</em>
	 */
	public WeComUserBuilder verification(Verification verification) {
		this.verification = verification;
		return this;
	}

	/**
	 * Sets the account in this application.
	 * @param accountId the name of the account, or {@code null} for none
	 * @return this
	 */
	public WeComUserBuilder accountId(@Nullable String accountId) {
		this.accountId = accountId;
		return this;
	}

	/**
	 * Builds the user.
	 * @return the user
	 */
	public WeComUser build() {
		Member before = this.state.member();
		List<Long> ids = this.departments.stream().map(WeComDepartment::id).toList();
		Member member = new Member(before.userId(), this.name, before.status(), ids, this.ledDepartments,
				this.mainDepartment, this.directLeaders, this.position);
		return new WeComUser(new WeComUserState(this.state.registrationId(), this.state.corpId(), member, this.detail,
				this.departments, this.tags, this.authorities, this.verification, this.accountId));
	}

}
