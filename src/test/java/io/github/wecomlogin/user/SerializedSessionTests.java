package io.github.wecomlogin.user;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import io.github.wecomlogin.fixture.SignedIn;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sessions in Java's own serialisation, of this version and of others.
 */
class SerializedSessionTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	@Test
	void whenIdsNeed64BitsThenTheyComeBack() throws Exception {
		WeComUser user = SignedIn.withLargeIds();
		assertThat(read(written(user))).usingRecursiveComparison().isEqualTo(user);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "        ", "Zhan\u212An" })
	void whenUserIdIsNoIdThenUserIsNotRead(String userId) {
		ObjectNode state = state();
		state.withObject("member").put("userId", userId);
		assertNotRead(state);
	}

	@Test
	void whenSessionIsReadThenMemberHasEverything() throws Exception {
		SecurityContextImpl context = SignedIn.context();
		assertThat(read(written(context))).usingRecursiveComparison().isEqualTo(context);
	}

	@Test
	void whenNameIsCutWithinACharacterThenItComesBack() throws Exception {
		for (String name : List.of("\ud83d", "\ud83db", "\ude00b")) {
			WeComUser user = WeComUser.withUserId("wecom", "wwcorp", "a").name(name).build();
			assertThat(read(written(user))).usingRecursiveComparison().isEqualTo(user);
		}
	}

	@Test
	void whenMemberHasOnlyAnIdThenItComesBack() throws Exception {
		WeComUser user = WeComUser.withUserId("wecom", "wwcorp", "a").checkedAt(Instant.EPOCH).build();
		WeComUser read = (WeComUser) read(written(user));
		assertThat(read).usingRecursiveComparison().isEqualTo(user);
		assertThat(read.account()).isEqualTo(user.account());
	}

	@Test
	void whenDetailsNameTheDeviceThenItComesBack() throws Exception {
		WeComSignInDetails details = new WeComSignInDetails("192.0.2.7", "wecom", SignInWay.WEB_LOGIN, null, null,
				new SignInDevice("chrome", "windows"));
		assertThat(read(written(details))).usingRecursiveComparison().isEqualTo(details);
		byte[] older = replaced(written(details), "browser", "program");
		assertThat(((WeComSignInDetails) read(older)).getDevice()).isNull();
		byte[] later = replaced(written(details), "WEB_LOGIN", "APP_LOGIN");
		assertThatExceptionOfType(InvalidObjectException.class).isThrownBy(() -> read(later));
	}

	@Test
	void whenRefusalIsOfAnotherClassThenOnlyItsCodeComesBack() throws Exception {
		WeComRefusalException lost = new WeComRefusalException(WeComRefusal.CODE_REJECTED) {
		};
		lost.setAuthenticationRequest(new TestingAuthenticationToken(new Object(), "the code"));
		assertThat(read(written(lost))).isExactlyInstanceOf(WeComRefusalException.class)
			.extracting("refusal")
			.isEqualTo(WeComRefusal.CODE_REJECTED);
	}

	@Test
	void whenUserWasWrittenFieldByFieldThenItIsNotRead() throws Exception {
		byte[] first = replaced(written(new WeComUse0("wecom", "ZhangSan")), "WeComUse0", "WeComUser");
		assertThatExceptionOfType(InvalidObjectException.class).isThrownBy(() -> read(first))
			.withMessageNotContaining("ZhangSan");
	}

	@ParameterizedTest
	@CsvSource({ "'', registrationId corpId member detail departments tags authorities verification",
			"/member, userId name status departments ledDepartments directLeaders",
			"/verification, signedInAt checkedAt seen", "/verification/seen, member company end", "/departments/0, id",
			"/tags/0, id" })
	void whenMandatoryFieldIsMissingThenUserIsNotRead(String part, String fields) {
		for (String field : fields.split(" ")) {
			ObjectNode state = state();
			((ObjectNode) state.at(part)).remove(field);
			assertNotRead(state);
			((ObjectNode) state.at(part)).putNull(field);
			assertNotRead(state);
		}
	}

	@ParameterizedTest
	@CsvSource({ "/member, mainDepartment position", "/detail, mobile email bizMail avatar gender" })
	void whenOptionalFieldIsUnknownThenAllOthersAreRead(String part, String fields) throws Exception {
		for (String field : fields.split(" ")) {
			ObjectNode state = state();
			((ObjectNode) state.at(part)).set("other", ((ObjectNode) state.at(part)).remove(field));
			WeComUser read = (WeComUser) read(state, authorities());
			assertThat(read).usingRecursiveComparison()
				.ignoringFieldsMatchingRegexes(".*\\." + field)
				.isEqualTo(SignedIn.user());
			assertThat(read).extracting(field).as(field).isNull();
		}
	}

	@Test
	void whenFieldIsOfAnotherTypeThenUserIsNotRead() {
		ObjectNode state = state();
		state.put("member", "a member");
		assertNotRead(state);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/departments", "/tags", "/member/departments", "/member/directLeaders" })
	void whenListHoldsSomethingElseThenUserIsNotRead(String list) {
		for (JsonNode element : List.of(JSON.nullNode(), JSON.createArrayNode())) {
			ObjectNode state = state();
			((ArrayNode) state.at(list)).set(0, element);
			assertNotRead(state);
		}
	}

	@Test
	void whenAuthoritiesAreMissingThenUserIsNotRead() {
		assertNotRead(state(), (GrantedAuthority) null);
		assertNotRead(state(), (GrantedAuthority[]) null);
	}

	@Test
	void whenDepartmentsDifferFromThoseOfTheMemberThenUserIsNotRead() {
		ObjectNode state = state();
		state.putArray("departments");
		assertNotRead(state);
		state.set("departments", JSON.valueToTree(SignedIn.withLargeIds().getDepartments()));
		assertNotRead(state);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "{", "\"ZhangSan\"" })
	void whenStateIsNoUserThenUserIsNotRead(String json) {
		assertNotRead(json.getBytes(StandardCharsets.UTF_8), authorities());
	}

	@Test
	void whenAuthorityIsOfAnUnknownClassThenUserIsNotRead() throws Exception {
		WeComUser user = SignedIn.user().toBuilder().authorities(List.of(new SomeAuthority())).build();
		assertThat(((WeComUser) read(written(user))).getAuthorities()).hasSize(1);
		byte[] other = replaced(written(user), "SomeAuthority", "GoneAuthority");
		assertThatException().isThrownBy(() -> read(other));
	}

	@Test
	void whenRefusalIsReadThenItHasTheReasonAndNoCause() throws Exception {
		WeComRefusalException refusal = new WeComRefusalException(WeComRefusal.NOT_VISIBLE,
				new IllegalStateException("what only the administrator should read", new UnserializableException()));
		WeComRefusalException read = (WeComRefusalException) read(written(refusal));
		assertThat(read.getRefusal()).isEqualTo(WeComRefusal.NOT_VISIBLE);
		assertThat(read).hasMessage(refusal.getMessage()).hasNoCause();
	}

	@Test
	void whenRefusalIsUnknownThenItIsNotRead() throws Exception {
		byte[] other = replaced(written(new WeComRefusalException(WeComRefusal.NOT_VISIBLE)), "NOT_VISIBLE",
				"NOT_VISITED");
		assertThatExceptionOfType(InvalidObjectException.class).isThrownBy(() -> read(other));
	}

	private static ObjectNode state() {
		return JSON.valueToTree(SignedIn.user().state().withAuthorities(List.of()));
	}

	private static GrantedAuthority[] authorities() {
		return SignedIn.user().state().authorities().toArray(GrantedAuthority[]::new);
	}

	private static void assertNotRead(ObjectNode state) {
		assertNotRead(state, authorities());
	}

	private static void assertNotRead(ObjectNode state, GrantedAuthority... authorities) {
		assertNotRead(JSON.writeValueAsBytes(state), authorities);
	}

	private static void assertNotRead(byte[] state, GrantedAuthority... authorities) {
		assertThatExceptionOfType(InvalidObjectException.class).as(() -> new String(state, StandardCharsets.UTF_8))
			.isThrownBy(() -> read(state, authorities))
			.satisfies((ex) -> assertThat(Throwables.getStackTrace(ex)).doesNotContain("ZhangSan", "wwcorp"));
	}

	private static Object read(ObjectNode state, GrantedAuthority... authorities) throws Exception {
		return read(JSON.writeValueAsBytes(state), authorities);
	}

	private static Object read(byte[] state, GrantedAuthority... authorities) throws Exception {
		return read(replaced(written(new WeComUse0.SerialForm(state, authorities)), "WeComUse0", "WeComUser"));
	}

	private static byte[] written(Object value) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(value);
		}
		return bytes.toByteArray();
	}

	private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
			return in.readObject();
		}
	}

	private static byte[] replaced(byte[] bytes, String text, String other) {
		assertThat(other).hasSameSizeAs(text);
		String all = new String(bytes, StandardCharsets.ISO_8859_1);
		assertThat(all).contains(text);
		return all.replace(text, other).getBytes(StandardCharsets.ISO_8859_1);
	}

	private record SomeAuthority() implements GrantedAuthority {

		private static final long serialVersionUID = 1L;

		@Override
		public String getAuthority() {
			return "ROLE_SOME";
		}

	}

	private static final class UnserializableException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@SuppressWarnings({ "serial", "unused" })
		private final Object something = new Object();

	}

}

/**
 * Takes the place of {@link WeComUser} in a stream.
 */
record WeComUse0(String registrationId, String userId) implements Serializable {

	private static final long serialVersionUID = 1L;

	/**
	 * Takes the place of the form that {@link WeComUser} is written in.
	 */
	static final class SerialForm implements Serializable {

		private static final long serialVersionUID = 1L;

		@SuppressWarnings("unused")
		private final byte[] state;

		@SuppressWarnings("unused")
		private final GrantedAuthority[] authorities;

		SerialForm(byte[] state, GrantedAuthority[] authorities) {
			this.state = state;
			this.authorities = authorities;
		}

	}

}
