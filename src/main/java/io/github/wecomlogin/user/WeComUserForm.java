package io.github.wecomlogin.user;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.GrantedAuthority;

/**
 * Serialized form of {@link WeComUser} in session stores. The data may come from another
 * version of this library and is validated: a user with a missing mandatory field is
 * rejected.
 * <p>
 * A record, because Java deserializes records through the constructor and sets missing
 * components to {@code null} whatever the {@code serialVersionUID}. Numbers are boxed, so
 * that a missing one is not read as zero.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public record WeComUserForm(@Nullable String registrationId, @Nullable String corpId, @Nullable String userId,
		@Nullable String name, @Nullable List<DepartmentForm> departments, @Nullable List<Number> ledDepartments,
		@Nullable Number mainDepartment, @Nullable List<TagForm> tags, @Nullable List<String> directLeaders,
		@Nullable String position, @Nullable String mobile, @Nullable String email, @Nullable String bizMail,
		@Nullable String avatar, @Nullable String gender, @Nullable List<GrantedAuthority> authorities,
		@Nullable Instant signedInAt, @Nullable Instant checkedAt, @Nullable String stamps) implements Serializable {

	private static final long serialVersionUID = 1L;

	public static WeComUserForm of(WeComUser user) {
		return new WeComUserForm(user.getRegistrationId(), user.getCorpId(), user.getUserId(), user.getDisplayName(),
				new ArrayList<>(user.getDepartments().stream().map(DepartmentForm::of).toList()),
				new ArrayList<>(user.getLedDepartments().stream().map(WeComUserForm::narrow).toList()),
				(user.getMainDepartment() != null) ? narrow(user.getMainDepartment()) : null,
				new ArrayList<>(user.getTags().stream().map(TagForm::of).toList()),
				new ArrayList<>(user.getDirectLeaders()), user.getPosition(), user.getMobile(), user.getEmail(),
				user.getBizMail(), user.getAvatar(), user.getGender(), new ArrayList<>(user.getAuthorities()),
				user.getSignedInAt(), user.getCheckedAt(), user.verification().seen().write());
	}

	/**
	 * Returns the user.
	 * @throws IllegalArgumentException if a mandatory field is missing or a value has the
	 * wrong type
	 */
	WeComUser user() {
		WeComUser.Builder user = WeComUser
			.withUserId(present(this.registrationId), present(this.corpId), present(this.userId))
			.name(present(this.name))
			.departments(
					elements(this.departments, DepartmentForm.class).stream().map(DepartmentForm::department).toList())
			.leaderOf(elements(this.ledDepartments, Number.class).stream()
				.map(WeComUserForm::id)
				.collect(Collectors.toUnmodifiableSet()))
			.mainDepartment((this.mainDepartment != null) ? id(this.mainDepartment) : null)
			.tags(elements(this.tags, TagForm.class).stream().map(TagForm::tag).toList())
			.directLeaders(elements(this.directLeaders, String.class))
			.position(this.position)
			.mobile(this.mobile)
			.email(this.email)
			.bizMail(this.bizMail)
			.avatar(this.avatar)
			.gender(this.gender)
			.authorities(elements(this.authorities, GrantedAuthority.class))
			.verification(verification(present(this.checkedAt)));
		return user.build();
	}

	// Sessions written without stamps are checked again
	private Verification verification(Instant checkedAt) {
		return new Verification((this.signedInAt != null) ? this.signedInAt : checkedAt, checkedAt,
				Stamps.read(this.stamps));
	}

	private static <T> T present(@Nullable T value) {
		if (value == null) {
			throw new IllegalArgumentException("A field of the user is missing");
		}
		return value;
	}

	/**
	 * Returns an id as an {@code Integer} if it fits: nodes of earlier versions read only
	 * those during a rolling update.
	 */
	private static Number narrow(Long id) {
		return (id == id.intValue()) ? (Number) id.intValue() : id;
	}

	private static Long id(@Nullable Number id) {
		if (id instanceof Long || id instanceof Integer) {
			return id.longValue();
		}
		throw new IllegalArgumentException("An id of the user is missing or of another type");
	}

	/**
	 * Checks the elements of a list, which deserialization does not.
	 */
	private static <T> List<T> elements(@Nullable List<?> values, Class<T> type) {
		List<T> elements = new ArrayList<>();
		for (Object value : present(values)) {
			if (!type.isInstance(value)) {
				throw new IllegalArgumentException("A list of the user has an element of the wrong type");
			}
			elements.add(type.cast(value));
		}
		return elements;
	}

	private Object readResolve() throws InvalidObjectException {
		try {
			return user();
		}
		catch (RuntimeException ex) {
			// Without the cause, which may quote the data
			throw new InvalidObjectException("The user cannot be read: written by another version");
		}
	}

	/**
	 * Omits personal data.
	 */
	@Override
	public String toString() {
		return "WeComUserForm[]";
	}

	/**
	 * Serialized form of {@link WeComDepartment}.
	 */
	public record DepartmentForm(@Nullable Number id, @Nullable String name,
			@Nullable String path) implements Serializable {

		private static final long serialVersionUID = 1L;

		public static DepartmentForm of(WeComDepartment department) {
			return new DepartmentForm(narrow(department.id()), department.name(), department.path());
		}

		WeComDepartment department() {
			return new WeComDepartment(WeComUserForm.id(this.id), this.name, this.path);
		}

	}

	/**
	 * Serialized form of {@link WeComTag}.
	 */
	public record TagForm(@Nullable Number id, @Nullable String name) implements Serializable {

		private static final long serialVersionUID = 1L;

		public static TagForm of(WeComTag tag) {
			return new TagForm(narrow(tag.id()), tag.name());
		}

		WeComTag tag() {
			return new WeComTag(WeComUserForm.id(this.id), this.name);
		}

	}

}
