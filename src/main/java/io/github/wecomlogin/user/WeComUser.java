package io.github.wecomlogin.user;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.wecomlogin.directory.Member;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.util.AsciiIds;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.user.OAuth2User;

/**
 * A signed-in member. Users are equal if company and user id are equal; the case of the
 * user id does not matter (D/90196). Fields that WeCom does not provide are {@code null},
 * which is normal for mail addresses, mobile number, picture and gender.
 */
public final class WeComUser implements OAuth2User, Serializable {

	private static final long serialVersionUID = 1L;

	private final String registrationId;

	private final transient Account account;

	private final String userId;

	private final String name;

	private final ArrayList<WeComDepartment> departments;

	private final LinkedHashSet<Long> ledDepartments;

	private final @Nullable Long mainDepartment;

	private final ArrayList<WeComTag> tags;

	private final ArrayList<String> directLeaders;

	private final @Nullable String position;

	private final @Nullable String mobile;

	private final @Nullable String email;

	private final @Nullable String bizMail;

	private final @Nullable String avatar;

	private final @Nullable String gender;

	private final ArrayList<GrantedAuthority> authorities;

	private final transient Verification verification;

	private WeComUser(Builder builder) {
		this.registrationId = builder.registrationId;
		this.account = Account.of(builder.corpId, builder.userId);
		this.userId = builder.userId;
		this.name = (builder.name != null) ? builder.name : builder.userId;
		this.departments = new ArrayList<>(builder.departments);
		this.ledDepartments = new LinkedHashSet<>(builder.ledDepartments);
		this.mainDepartment = builder.mainDepartment;
		this.tags = new ArrayList<>(builder.tags);
		this.directLeaders = new ArrayList<>(builder.directLeaders);
		this.position = builder.position;
		this.mobile = builder.mobile;
		this.email = builder.email;
		this.bizMail = builder.bizMail;
		this.avatar = builder.avatar;
		this.gender = builder.gender;
		this.authorities = sorted(builder.authorities);
		this.verification = builder.verification;
	}

	/**
	 * Removes duplicates and sorts by name.
	 */
	private static ArrayList<GrantedAuthority> sorted(Collection<? extends GrantedAuthority> authorities) {
		ArrayList<GrantedAuthority> sorted = new ArrayList<>(new LinkedHashSet<>(authorities));
		sorted.sort(
				Comparator.comparing(GrantedAuthority::getAuthority, Comparator.nullsLast(Comparator.naturalOrder())));
		return sorted;
	}

	/**
	 * Returns a builder for a user.
	 * @param registrationId the registration that the member signed in with
	 * @param corpId the company
	 * @param userId the member's id in the directory's spelling
	 * @return a builder
	 * @throws IllegalArgumentException if the user id is empty or contains characters
	 * other than printable ASCII
	 */
	public static Builder withUserId(String registrationId, String corpId, String userId) {
		return new Builder(registrationId, corpId, userId);
	}

	/**
	 * Creates a user without authorities from a {@code user/get} response.
	 */
	public static WeComUser of(WeComRegistration registration, Member member, Verification verification) {
		return withUserId(registration.registrationId(), registration.application().corpId(), member.userId())
			.name(member.name())
			.departments(member.departments().stream().map((id) -> new WeComDepartment(id, null, null)).toList())
			.leaderOf(member.ledDepartments())
			.mainDepartment(member.mainDepartment())
			.directLeaders(member.directLeaders())
			.position(member.position())
			.verification(verification)
			.build();
	}

	/**
	 * Returns the registration that the member signed in with.
	 * @return the registration id
	 */
	public String getRegistrationId() {
		return this.registrationId;
	}

	/**
	 * Returns the company.
	 * @return the corp id
	 */
	public String getCorpId() {
		return this.account.corpId();
	}

	/**
	 * Returns the member's id.
	 * @return the id in the directory's spelling
	 */
	public String getUserId() {
		return this.userId;
	}

	/**
	 * Returns the user id. It is unique within the company only.
	 * @return the id in the directory's spelling
	 */
	@Override
	public String getName() {
		return this.userId;
	}

	/**
	 * Returns the display name.
	 * @return the name in the directory, or the user id if the application may not read
	 * names
	 */
	public String getDisplayName() {
		return this.name;
	}

	/**
	 * Returns the member's departments that are visible to the application.
	 * @return an unmodifiable list
	 */
	public List<WeComDepartment> getDepartments() {
		return List.copyOf(this.departments);
	}

	/**
	 * Whether the member leads a department. Leaders of a parent department are not
	 * included.
	 * @param departmentId the department id
	 * @return {@code true} if the directory marks the member as a leader
	 */
	public boolean isLeaderOf(long departmentId) {
		return this.ledDepartments.contains(departmentId);
	}

	/**
	 * Returns the departments that the member belongs to and leads.
	 * @return department ids
	 */
	public Set<Long> getLedDepartments() {
		return Set.copyOf(this.ledDepartments);
	}

	/**
	 * Returns the main department.
	 * @return its id, or {@code null} if it is not visible to the application
	 */
	public @Nullable Long getMainDepartment() {
		return this.mainDepartment;
	}

	/**
	 * Returns the member's tags that rules of the application mention. Other tags are not
	 * read.
	 * @return an unmodifiable list, ordered by id
	 */
	public List<WeComTag> getTags() {
		return List.copyOf(this.tags);
	}

	/**
	 * Returns the member's direct leaders.
	 * @return user ids
	 */
	public List<String> getDirectLeaders() {
		return List.copyOf(this.directLeaders);
	}

	/**
	 * Returns the job title.
	 * @return the title, or {@code null}
	 */
	public @Nullable String getPosition() {
		return this.position;
	}

	/**
	 * Returns the mobile number, which WeCom does not document as verified.
	 * @return the number, possibly with a country prefix, or {@code null}
	 */
	public @Nullable String getMobile() {
		return this.mobile;
	}

	/**
	 * Returns the private mail address, which WeCom does not document as verified.
	 * @return the address, or {@code null}
	 */
	public @Nullable String getEmail() {
		return this.email;
	}

	/**
	 * Returns the company mail address.
	 * @return the address, or {@code null}
	 */
	public @Nullable String getBizMail() {
		return this.bizMail;
	}

	/**
	 * Returns the URL of the member's picture.
	 * @return a URL, or {@code null}
	 */
	public @Nullable String getAvatar() {
		return this.avatar;
	}

	/**
	 * Returns the gender.
	 * @return {@code 1} male, {@code 2} female, or {@code null}
	 */
	public @Nullable String getGender() {
		return this.gender;
	}

	/**
	 * Returns when WeCom last confirmed the member.
	 * @return the time of the last successful {@code user/get}
	 */
	public Instant getCheckedAt() {
		return this.verification.checkedAt();
	}

	/**
	 * Returns when the member signed in.
	 * @return the time at which the session began
	 */
	public Instant getSignedInAt() {
		return this.verification.signedInAt();
	}

	@Override
	public Collection<? extends GrantedAuthority> getAuthorities() {
		return List.copyOf(this.authorities);
	}

	/**
	 * Returns the scalar fields that are present, under the names used by
	 * {@code /api/me}.
	 */
	@Override
	public Map<String, Object> getAttributes() {
		Map<String, Object> attributes = new LinkedHashMap<>();
		attributes.put("userId", this.userId);
		attributes.put("name", this.name);
		attributes.put("corpId", getCorpId());
		attributes.put("registrationId", this.registrationId);
		putIfPresent(attributes, "mainDepartment", this.mainDepartment);
		putIfPresent(attributes, "position", this.position);
		putIfPresent(attributes, "mobile", this.mobile);
		putIfPresent(attributes, "email", this.email);
		putIfPresent(attributes, "bizMail", this.bizMail);
		putIfPresent(attributes, "avatar", this.avatar);
		putIfPresent(attributes, "gender", this.gender);
		return attributes;
	}

	private static void putIfPresent(Map<String, Object> attributes, String name, @Nullable Object value) {
		if (value != null) {
			attributes.put(name, value);
		}
	}

	/**
	 * Returns a builder initialised with this user.
	 * @return a builder
	 */
	public Builder toBuilder() {
		return new Builder(this.registrationId, getCorpId(), this.userId).name(this.name)
			.departments(this.departments)
			.leaderOf(this.ledDepartments)
			.mainDepartment(this.mainDepartment)
			.tags(this.tags)
			.directLeaders(this.directLeaders)
			.position(this.position)
			.mobile(this.mobile)
			.email(this.email)
			.bizMail(this.bizMail)
			.avatar(this.avatar)
			.gender(this.gender)
			.authorities(this.authorities)
			.verification(this.verification);
	}

	/**
	 * Returns the member as data for the rules.
	 */
	public Member asMember() {
		List<Long> ids = this.departments.stream().map(WeComDepartment::id).toList();
		return new Member(this.userId, this.name, Member.Status.ACTIVE, ids, Set.copyOf(this.ledDepartments),
				this.mainDepartment, List.copyOf(this.directLeaders), this.position);
	}

	/**
	 * Whether this user is the given member.
	 * @param corpId the company
	 * @param userId the member's id, in any case
	 * @return {@code true} if company and user id match
	 */
	public boolean isMember(String corpId, String userId) {
		return this.account.equals(Account.of(corpId, userId));
	}

	public Account account() {
		return this.account;
	}

	public Verification verification() {
		return this.verification;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof WeComUser user && this.account.equals(user.account);
	}

	@Override
	public int hashCode() {
		return this.account.hashCode();
	}

	/**
	 * Omits personal data, because principals are logged.
	 */
	@Override
	public String toString() {
		return "WeComUser[registrationId=" + this.registrationId + "]";
	}

	private Object writeReplace() {
		return WeComUserForm.of(this);
	}

	private void readObject(ObjectInputStream in) throws InvalidObjectException {
		// A stream of a version before WeComUserForm, or a forged one
		throw new InvalidObjectException("The user cannot be read: written by another version");
	}

	/**
	 * Builds a {@link WeComUser}.
	 */
	public static final class Builder {

		private final String registrationId;

		private final String corpId;

		private final String userId;

		private @Nullable String name;

		private List<WeComDepartment> departments = List.of();

		private Set<Long> ledDepartments = Set.of();

		private @Nullable Long mainDepartment;

		private List<WeComTag> tags = List.of();

		private List<String> directLeaders = List.of();

		private @Nullable String position;

		private @Nullable String mobile;

		private @Nullable String email;

		private @Nullable String bizMail;

		private @Nullable String avatar;

		private @Nullable String gender;

		private Collection<? extends GrantedAuthority> authorities = List.of();

		private Verification verification = Verification.at(Instant.now());

		private Builder(String registrationId, String corpId, String userId) {
			if (!AsciiIds.isId(userId)) {
				throw new IllegalArgumentException(
						"userId must not be empty and must consist of printable ASCII characters");
			}
			this.registrationId = registrationId;
			this.corpId = corpId;
			this.userId = userId;
		}

		/**
		 * Sets the display name.
		 * @param name the name, or {@code null} to use the user id
		 * @return this
		 */
		public Builder name(@Nullable String name) {
			this.name = name;
			return this;
		}

		/**
		 * Sets the departments.
		 * @param departments the departments
		 * @return this
		 */
		public Builder departments(List<WeComDepartment> departments) {
			this.departments = List.copyOf(departments);
			return this;
		}

		/**
		 * Sets the departments that the member leads.
		 * @param departmentIds department ids
		 * @return this
		 */
		public Builder leaderOf(Set<Long> departmentIds) {
			this.ledDepartments = Set.copyOf(departmentIds);
			return this;
		}

		/**
		 * Sets the main department.
		 * @param departmentId its id, or {@code null}
		 * @return this
		 */
		public Builder mainDepartment(@Nullable Long departmentId) {
			this.mainDepartment = departmentId;
			return this;
		}

		/**
		 * Sets the tags that rules mention.
		 * @param tags the tags
		 * @return this
		 */
		public Builder tags(List<WeComTag> tags) {
			this.tags = List.copyOf(tags);
			return this;
		}

		/**
		 * Sets the direct leaders.
		 * @param userIds their user ids
		 * @return this
		 */
		public Builder directLeaders(List<String> userIds) {
			this.directLeaders = List.copyOf(userIds);
			return this;
		}

		/**
		 * Sets the job title.
		 * @param position the title, or {@code null}
		 * @return this
		 */
		public Builder position(@Nullable String position) {
			this.position = position;
			return this;
		}

		/**
		 * Sets the mobile number.
		 * @param mobile the number, or {@code null}
		 * @return this
		 */
		public Builder mobile(@Nullable String mobile) {
			this.mobile = mobile;
			return this;
		}

		/**
		 * Sets the private mail address.
		 * @param email the address, or {@code null}
		 * @return this
		 */
		public Builder email(@Nullable String email) {
			this.email = email;
			return this;
		}

		/**
		 * Sets the company mail address.
		 * @param bizMail the address, or {@code null}
		 * @return this
		 */
		public Builder bizMail(@Nullable String bizMail) {
			this.bizMail = bizMail;
			return this;
		}

		/**
		 * Sets the picture.
		 * @param avatar its URL, or {@code null}
		 * @return this
		 */
		public Builder avatar(@Nullable String avatar) {
			this.avatar = avatar;
			return this;
		}

		/**
		 * Sets the gender.
		 * @param gender {@code 1} male, {@code 2} female; WeCom's {@code 0} (unknown) is
		 * treated as absent
		 * @return this
		 */
		public Builder gender(@Nullable String gender) {
			this.gender = "0".equals(gender) ? null : gender;
			return this;
		}

		/**
		 * Replaces the authorities with roles.
		 * @param roles role names without the prefix {@code ROLE_}
		 * @return this
		 */
		public Builder roles(Collection<String> roles) {
			return authorities(roles.stream().map((role) -> new SimpleGrantedAuthority("ROLE_" + role)).toList());
		}

		/**
		 * Replaces the authorities.
		 * @param authorities the authorities; duplicates are removed
		 * @return this
		 */
		public Builder authorities(Collection<? extends GrantedAuthority> authorities) {
			this.authorities = List.copyOf(authorities);
			return this;
		}

		/**
		 * Sets the times of sign-in and last check.
		 * @param checkedAt the time; defaults to now
		 * @return this
		 */
		public Builder checkedAt(Instant checkedAt) {
			return verification(Verification.at(checkedAt));
		}

		public Builder verification(Verification verification) {
			this.verification = verification;
			return this;
		}

		/**
		 * Builds the user.
		 * @return the user
		 */
		public WeComUser build() {
			return new WeComUser(this);
		}

	}

}
