package io.github.wecomlogin.user;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.github.wecomlogin.directory.Member;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.user.OAuth2User;

/**
 * A signed-in member. Users are equal if company and user id are equal; the case of the
 * user id does not matter (D/90196). Fields that WeCom does not provide are {@code null},
 * which is normal for mail addresses, mobile number, picture and gender. Lists and sets
 * are unmodifiable.
 */
public final class WeComUser implements OAuth2User, Serializable {

	private static final long serialVersionUID = 1L;

	private final transient WeComUserState state;

	WeComUser(WeComUserState state) {
		this.state = state;
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
	public static WeComUserBuilder withUserId(String registrationId, String corpId, String userId) {
		Member member = new Member(userId, userId, Member.Status.ACTIVE, List.of(), Set.of(), null, List.of(), null);
		return of(registrationId, corpId, member, Verification.at(Instant.now())).toBuilder();
	}

	/**
	 * Creates a user without authorities from a {@code user/get} response.
	 */
	public static WeComUser of(String registrationId, String corpId, Member member, Verification verification) {
		return new WeComUser(new WeComUserState(registrationId, corpId, member, verification));
	}

	/**
	 * Returns the id of the registration that the member signed in with.
	 */
	public String getRegistrationId() {
		return this.state.registrationId();
	}

	/**
	 * Returns the corp id of the company.
	 */
	public String getCorpId() {
		return this.state.corpId();
	}

	/**
	 * Returns the member's id in the directory's spelling.
	 */
	public String getUserId() {
		return this.state.member().userId();
	}

	/**
	 * Returns the user id, which is unique within the company only.
	 */
	@Override
	public String getName() {
		return this.state.member().userId();
	}

	/**
	 * Returns the name in the directory, or the user id if the application may not read
	 * names.
	 */
	public String getDisplayName() {
		return this.state.member().name();
	}

	/**
	 * Returns the member's departments that are visible to the application.
	 */
	public List<WeComDepartment> getDepartments() {
		return this.state.departments();
	}

	/**
	 * Whether the member leads a department. Leaders of a parent department are not
	 * included.
	 * @param departmentId the department id
	 * @return {@code true} if the directory marks the member as a leader
	 */
	public boolean isLeaderOf(long departmentId) {
		return this.state.member().ledDepartments().contains(departmentId);
	}

	/**
	 * Returns the ids of the departments that the member belongs to and leads.
	 */
	public Set<Long> getLedDepartments() {
		return this.state.member().ledDepartments();
	}

	/**
	 * Returns the id of the main department, or {@code null} if it is not visible to the
	 * application.
	 */
	public @Nullable Long getMainDepartment() {
		return this.state.member().mainDepartment();
	}

	/**
	 * Returns the member's tags that rules of the application mention, ordered by id.
	 * Other tags are not read.
	 */
	public List<WeComTag> getTags() {
		return this.state.tags();
	}

	/**
	 * Returns the user ids of the member's direct leaders.
	 */
	public List<String> getDirectLeaders() {
		return this.state.member().directLeaders();
	}

	/**
	 * Returns the job title, or {@code null}.
	 */
	public @Nullable String getPosition() {
		return this.state.member().position();
	}

	/**
	 * Returns the mobile number, possibly with a country prefix, or {@code null}. WeCom
	 * does not document it as verified.
	 */
	public @Nullable String getMobile() {
		return this.state.detail().mobile();
	}

	/**
	 * Returns the private mail address, or {@code null}. WeCom does not document it as
	 * verified.
	 */
	public @Nullable String getEmail() {
		return this.state.detail().email();
	}

	/**
	 * Returns the company mail address, or {@code null}.
	 */
	public @Nullable String getBizMail() {
		return this.state.detail().bizMail();
	}

	/**
	 * Returns the URL of the member's picture, or {@code null}.
	 */
	public @Nullable String getAvatar() {
		return this.state.detail().avatar();
	}

	/**
	 * Returns the gender: {@code 1} male, {@code 2} female, or {@code null}.
	 */
	public @Nullable String getGender() {
		return this.state.detail().gender();
	}

	/**
	 * Returns the name of the member's account in this application, as found at the
	 * sign-in.
	 * @return the user name of the account, or {@code null} if the application has no
	 * bean {@code WeComAccounts}
	 */
	public @Nullable String getAccountId() {
		return this.state.accountId();
	}

	/**
	 * Returns the time of the last successful {@code user/get}.
	 */
	public Instant getCheckedAt() {
		return this.state.verification().checkedAt();
	}

	/**
	 * Returns the time at which the session began.
	 */
	public Instant getSignedInAt() {
		return this.state.verification().signedInAt();
	}

	@Override
	public Collection<? extends GrantedAuthority> getAuthorities() {
		return this.state.authorities();
	}

	/**
	 * Returns the scalar fields that are present, under the names used by
	 * {@code /api/me}.
	 */
	@Override
	public Map<String, Object> getAttributes() {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		fields.put("userId", getUserId());
		fields.put("name", getDisplayName());
		fields.put("corpId", getCorpId());
		fields.put("registrationId", getRegistrationId());
		fields.put("mainDepartment", getMainDepartment());
		fields.put("position", getPosition());
		fields.put("mobile", getMobile());
		fields.put("email", getEmail());
		fields.put("bizMail", getBizMail());
		fields.put("avatar", getAvatar());
		fields.put("gender", getGender());
		fields.values().removeIf(Objects::isNull);
		return fields;
	}

	/**
	 * Returns a builder initialised with this user.
	 */
	public WeComUserBuilder toBuilder() {
		return new WeComUserBuilder(this.state);
	}

	/**
	 * Whether this user is the given member. The case of the user id does not matter.
	 */
	public boolean isMember(String corpId, String userId) {
		return account().equals(Account.of(corpId, userId));
	}

	public Account account() {
		return Account.of(getCorpId(), getUserId());
	}

	public Verification verification() {
		return this.state.verification();
	}

	/**
	 * Returns the data of this user, which is also its form in JSON. <em>Internal.</em>
	 */
	public WeComUserState state() {
		return this.state;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof WeComUser user && account().equals(user.account());
	}

	@Override
	public int hashCode() {
		return account().hashCode();
	}

	/**
	 * Omits personal data, because principals are logged.
	 */
	@Override
	public String toString() {
		return "WeComUser[registrationId=" + getRegistrationId() + "]";
	}

	private Object writeReplace() {
		return new SerialForm(this.state);
	}

	private void readObject(ObjectInputStream in) throws IOException {
		throw SerialForm.unreadable();
	}

	/**
	 * The member's data is JSON, because reading it as objects would take longer than
	 * reading the rest of a session. Authorities may be of any class and are written as
	 * objects.
	 */
	private static final class SerialForm implements Serializable {

		private static final long serialVersionUID = 1L;

		private static final JsonMapper JSON = JsonMapper.builder()
			.changeDefaultVisibility((visibility) -> visibility.withIsGetterVisibility(Visibility.NONE))
			.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(Include.NON_NULL))
			.enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
			.build();

		private final byte[] state;

		private final GrantedAuthority[] authorities;

		SerialForm(WeComUserState state) {
			this.state = JSON.writeValueAsBytes(state.withAuthorities(List.of()));
			this.authorities = state.authorities().toArray(GrantedAuthority[]::new);
		}

		private Object readResolve() throws InvalidObjectException {
			try {
				WeComUserState read = JSON.readValue(this.state, WeComUserState.class);
				return new WeComUser(read.withAuthorities(List.of(this.authorities)));
			}
			// Without the cause, whose message may contain personal data
			catch (RuntimeException ex) {
				throw unreadable();
			}
		}

		static InvalidObjectException unreadable() {
			return new InvalidObjectException("The user cannot be read: written by another version");
		}

	}

}
