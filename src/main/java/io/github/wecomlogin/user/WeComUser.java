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
 * A member who is signed in. Two are equal if they are the same member of the same
 * company; the user id alone is not enough, and its case does not matter (D/90196). What
 * is absent in WeCom is {@code null} here, which is normal for mail, mobile, picture and
 * gender.
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
	 * Each authority once, by name.
	 */
	private static ArrayList<GrantedAuthority> sorted(Collection<? extends GrantedAuthority> authorities) {
		ArrayList<GrantedAuthority> sorted = new ArrayList<>(new LinkedHashSet<>(authorities));
		sorted.sort(
				Comparator.comparing(GrantedAuthority::getAuthority, Comparator.nullsLast(Comparator.naturalOrder())));
		return sorted;
	}

	/**
	 * Starts building a user.
	 * @param registrationId with which application the member signed in
	 * @param corpId the company
	 * @param userId the member's id in the directory's spelling
	 * @return a builder
	 * @throws IllegalArgumentException if the user id is empty or has characters other
	 * than printable ASCII
	 */
	public static Builder withUserId(String registrationId, String corpId, String userId) {
		return new Builder(registrationId, corpId, userId);
	}

	/**
	 * Returns a member as {@code user/get} shows one, without any authorities.
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
	 * Returns with which application the member signed in.
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
	 * Returns the user id, unique in one company only.
	 * @return the id in the directory's spelling
	 */
	@Override
	public String getName() {
		return this.userId;
	}

	/**
	 * Returns what people call the member.
	 * @return the name in the directory, or the user id where names cannot be read
	 */
	public String getDisplayName() {
		return this.name;
	}

	/**
	 * Returns the departments that the application may see.
	 * @return an unmodifiable list
	 */
	public List<WeComDepartment> getDepartments() {
		return List.copyOf(this.departments);
	}

	/**
	 * Whether the member leads a department. Whoever leads one above does not.
	 * @param departmentId the department's id
	 * @return {@code true} if the directory says so
	 */
	public boolean isLeaderOf(long departmentId) {
		return this.ledDepartments.contains(departmentId);
	}

	/**
	 * Returns those of the member's departments that the member leads.
	 * @return ids of departments
	 */
	public Set<Long> getLedDepartments() {
		return Set.copyOf(this.ledDepartments);
	}

	/**
	 * Returns the main department.
	 * @return its id, or {@code null} if the application may not see it
	 */
	public @Nullable Long getMainDepartment() {
		return this.mainDepartment;
	}

	/**
	 * Returns those tags of the member that rules of the application mention. Of others
	 * nothing is known.
	 * @return an unmodifiable list, in the order of ids
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
	 * Returns the mobile number. WeCom does not say that it is verified.
	 * @return the number, perhaps with a country prefix, or {@code null}
	 */
	public @Nullable String getMobile() {
		return this.mobile;
	}

	/**
	 * Returns the private mail address. WeCom does not say that it is verified.
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
	 * Returns the address of a picture.
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
	 * Returns when WeCom last confirmed that this member may use the application.
	 * @return the time of the last successful {@code user/get}
	 */
	public Instant getCheckedAt() {
		return this.verification.checkedAt();
	}

	/**
	 * Returns when the member signed in.
	 * @return the time at which this session began
	 */
	public Instant getSignedInAt() {
		return this.verification.signedInAt();
	}

	@Override
	public Collection<? extends GrantedAuthority> getAuthorities() {
		return List.copyOf(this.authorities);
	}

	/**
	 * Returns the scalar values by the names that {@code /api/me} gives them, without
	 * those that are absent.
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
	 * Starts building a user who differs from this one in some way.
	 * @return a builder with everything that this user has
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
	 * Returns the member as the rules see one.
	 */
	public Member asMember() {
		List<Long> ids = this.departments.stream().map(WeComDepartment::id).toList();
		return new Member(this.userId, this.name, Member.Status.ACTIVE, ids, Set.copyOf(this.ledDepartments),
				this.mainDepartment, List.copyOf(this.directLeaders), this.position);
	}

	/**
	 * Whether this is a certain member. The user id alone does not tell.
	 * @param corpId the company
	 * @param userId the member's id, in any case
	 * @return {@code true} if both are the same
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
	 * Shows no personal data: principals end up in logs.
	 */
	@Override
	public String toString() {
		return "WeComUser[registrationId=" + this.registrationId + "]";
	}

	private Object writeReplace() {
		return WeComUserForm.of(this);
	}

	private void readObject(ObjectInputStream in) throws InvalidObjectException {
		// How users were written before they had a form of their own, or a forgery
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
		 * Sets what people call the member.
		 * @param name the name, or {@code null} for the user id
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
		 * Sets which departments the member leads.
		 * @param departmentIds ids of departments
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
		 * @param avatar its address, or {@code null}
		 * @return this
		 */
		public Builder avatar(@Nullable String avatar) {
			this.avatar = avatar;
			return this;
		}

		/**
		 * Sets the gender.
		 * @param gender {@code 1} male, {@code 2} female; WeCom's {@code 0} for unknown
		 * counts as absent
		 * @return this
		 */
		public Builder gender(@Nullable String gender) {
			this.gender = "0".equals(gender) ? null : gender;
			return this;
		}

		/**
		 * Sets the authorities to roles.
		 * @param roles roles without the prefix {@code ROLE_}
		 * @return this
		 */
		public Builder roles(Collection<String> roles) {
			return authorities(roles.stream().map((role) -> new SimpleGrantedAuthority("ROLE_" + role)).toList());
		}

		/**
		 * Sets the authorities.
		 * @param authorities any authorities; doubles count once
		 * @return this
		 */
		public Builder authorities(Collection<? extends GrantedAuthority> authorities) {
			this.authorities = List.copyOf(authorities);
			return this;
		}

		/**
		 * Sets when the member signed in and WeCom last confirmed it.
		 * @param checkedAt the time; now, if not set
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
