package io.github.wecomlogin.user;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.wecomlogin.client.PersonalDetail;
import io.github.wecomlogin.fixture.SignedIn;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

	@Test
	void whenIdsNeed64BitsThenTheyComeBack() throws Exception {
		WeComUser user = SignedIn.withLargeIds();
		assertThat(read(written(user))).usingRecursiveComparison().isEqualTo(user);
	}

	@Test
	void whenUserIdIsNotAsciiThenUserIsNotRead() throws Exception {
		byte[] other = replaced(written(SignedIn.user()), "ZhangSan",
				new String("Zhan\u212An".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
		assertThatExceptionOfType(InvalidObjectException.class).isThrownBy(() -> read(other));
	}

	@Test
	void whenSessionIsReadThenMemberHasEverything() throws Exception {
		SecurityContextImpl context = SignedIn.context();
		assertThat(read(written(context))).usingRecursiveComparison().isEqualTo(context);
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
		byte[] older = replaced(written(details), "device", "gadget");
		assertThat(((WeComSignInDetails) read(older)).getDevice()).isNull();
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
	@CsvSource({ "user.WeComUser, state",
			"user.WeComUserState, registrationId corpId member detail departments tags authorities verification",
			"directory.Member, userId name status departments ledDepartments directLeaders",
			"user.Verification, signedInAt checkedAt seen", "user.Stamps, member company end" })
	void whenMandatoryFieldIsMissingThenUserIsNotRead(String type, String fields) throws Exception {
		for (String field : fields.split(" ")) {
			byte[] other = withOtherName(written(SignedIn.user()), type, field);
			assertThatExceptionOfType(InvalidObjectException.class).as(field)
				.isThrownBy(() -> read(other))
				.satisfies((ex) -> assertThat(Throwables.getStackTrace(ex)).doesNotContain("ZhangSan", "wwcorp"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "directory.Member, mainDepartment position",
			"client.PersonalDetail, mobile email bizMail avatar gender" })
	void whenOptionalFieldIsUnknownThenAllOthersAreRead(String type, String fields) throws Exception {
		for (String field : fields.split(" ")) {
			WeComUser read = (WeComUser) read(withOtherName(written(SignedIn.user()), type, field));
			assertThat(read).usingRecursiveComparison()
				.ignoringFieldsMatchingRegexes(".*\\." + field)
				.isEqualTo(SignedIn.user());
			assertThat(read).extracting(field).as(field).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "user.WeComUserState", "user.WeComDepartment", "user.WeComTag", "user.Verification",
			"user.Stamps", "directory.Member", "client.PersonalDetail" })
	void whenVersionNumberDiffersThenMemberIsReadWhole(String type) throws Exception {
		byte[] bytes = written(SignedIn.user());
		int at = indexOf(bytes, className(type)) + className(type).length;
		assertThat(ByteBuffer.wrap(bytes).getLong(at)).isEqualTo(1);
		ByteBuffer.wrap(bytes).putLong(at, 4711);
		assertThat(read(bytes)).usingRecursiveComparison().isEqualTo(SignedIn.user());
	}

	@Test
	void whenFieldIsOfAnotherTypeThenUserIsNotRead() {
		assertNotRead("a member", List.of(), List.of());
	}

	@Test
	void whenListHoldsSomethingElseThenUserIsNotRead() {
		WeComUserState state = SignedIn.user().state();
		for (Object element : Arrays.asList(null, 1)) {
			assertNotRead(state.member(), state.departments(), Arrays.asList(element));
			assertNotRead(state.member(), Arrays.asList(element, element), state.authorities());
		}
	}

	@Test
	void whenDepartmentsDifferFromThoseOfTheMemberThenUserIsNotRead() {
		WeComUserState state = SignedIn.user().state();
		assertNotRead(state.member(), List.of(), state.authorities());
		assertNotRead(state.member(), SignedIn.withLargeIds().getDepartments(), state.authorities());
	}

	@ParameterizedTest
	@ValueSource(strings = { "user.WeComDepartment", "user.WeComTag" })
	void whenDepartmentOrTagHasNoIdThenUserIsNotRead(String type) throws Exception {
		byte[] other = withOtherName(written(SignedIn.user()), type, "id");
		assertThatExceptionOfType(InvalidObjectException.class).isThrownBy(() -> read(other));
	}

	@Test
	void whenAuthorityIsOfAnUnknownClassThenUserIsNotRead() throws Exception {
		WeComUser user = SignedIn.user().toBuilder().authorities(List.of(new SomeAuthority())).build();
		assertThat(((WeComUser) read(written(user))).getAuthorities()).hasSize(1);
		byte[] other = replaced(written(user), "SomeAuthority", "GoneAuthority");
		assertThatException().isThrownBy(() -> read(other));
	}

	@Test
	void whenUserIdIsBlankThenUserIsNotRead() throws Exception {
		byte[] other = replaced(written(SignedIn.user()), "ZhangSan", "        ");
		assertThatExceptionOfType(InvalidObjectException.class).isThrownBy(() -> read(other));
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

	private static void assertNotRead(Object member, List<?> departments, List<?> authorities) {
		WeComUserState state = SignedIn.user().state();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
			byte[] bytes = written(new WeComUserStat0(state.registrationId(), state.corpId(), member, state.detail(),
					new ArrayList<>(departments), state.tags(), new ArrayList<>(authorities), state.verification()));
			read(replaced(bytes, "WeComUserStat0", "WeComUserState"));
		});
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

	/**
	 * As another version writes it that calls the field something else: one is missing,
	 * and there is one too many.
	 */
	private static byte[] withOtherName(byte[] bytes, String type, String field) {
		byte[] other = bytes.clone();
		other[indexOf(other, utf(field), indexOf(bytes, className(type))) + 2] = '_';
		return other;
	}

	private static byte[] className(String type) {
		return utf("io.github.wecomlogin." + type);
	}

	private static byte[] replaced(byte[] bytes, String text, String other) {
		assertThat(other).hasSameSizeAs(text);
		String all = new String(bytes, StandardCharsets.ISO_8859_1);
		assertThat(all).contains(text);
		return all.replace(text, other).getBytes(StandardCharsets.ISO_8859_1);
	}

	private static byte[] utf(String text) {
		byte[] characters = text.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(2 + characters.length).putShort((short) characters.length).put(characters).array();
	}

	private static int indexOf(byte[] bytes, byte[] part) {
		return indexOf(bytes, part, 0);
	}

	private static int indexOf(byte[] bytes, byte[] part, int from) {
		int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(new String(part, StandardCharsets.ISO_8859_1),
				from);
		assertThat(at).isNotNegative();
		return at;
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
 * Takes the place of {@link WeComUserState} in a stream.
 */
record WeComUserStat0(String registrationId, String corpId, Object member, PersonalDetail detail, List<?> departments,
		List<?> tags, List<?> authorities, Verification verification) implements Serializable {

	private static final long serialVersionUID = 1L;

}

/**
 * Takes the place of {@link WeComUser} in a stream.
 */
record WeComUse0(String registrationId, String userId) implements Serializable {

	private static final long serialVersionUID = 1L;

}
