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
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wecomlogin.fixture.SignedIn;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sessions in Java's own serialisation, of this version and of others.
 */
class SerializedSessionTests {

	/**
	 * A session as it was written before users had a form of their own.
	 */
	private static final String FIRST_FORM = "rO0ABXNyAD1vcmcuc3ByaW5nZnJhbWV3b3JrLnNlY3VyaXR5LmNvcmUuY29udGV4dC5TZWN1cml0eUNvbnRleHRJbXBsAAAAAAAA"
			+ "AmwCAAFMAA5hdXRoZW50aWNhdGlvbnQAMkxvcmcvc3ByaW5nZnJhbWV3b3JrL3NlY3VyaXR5L2NvcmUvQXV0aGVudGljYXRpb247"
			+ "eHBzcgBTb3JnLnNwcmluZ2ZyYW1ld29yay5zZWN1cml0eS5vYXV0aDIuY2xpZW50LmF1dGhlbnRpY2F0aW9uLk9BdXRoMkF1dGhl"
			+ "bnRpY2F0aW9uVG9rZW4AAAAAAAACbAIAAkwAHmF1dGhvcml6ZWRDbGllbnRSZWdpc3RyYXRpb25JZHQAEkxqYXZhL2xhbmcvU3Ry"
			+ "aW5nO0wACXByaW5jaXBhbHQAOkxvcmcvc3ByaW5nZnJhbWV3b3JrL3NlY3VyaXR5L29hdXRoMi9jb3JlL3VzZXIvT0F1dGgyVXNl"
			+ "cjt4cgBHb3JnLnNwcmluZ2ZyYW1ld29yay5zZWN1cml0eS5hdXRoZW50aWNhdGlvbi5BYnN0cmFjdEF1dGhlbnRpY2F0aW9uVG9r"
			+ "ZW7Tqih+bkdkDgIAA1oADWF1dGhlbnRpY2F0ZWRMAAthdXRob3JpdGllc3QAFkxqYXZhL3V0aWwvQ29sbGVjdGlvbjtMAAdkZXRh"
			+ "aWxzdAASTGphdmEvbGFuZy9PYmplY3Q7eHABc3IAJmphdmEudXRpbC5Db2xsZWN0aW9ucyRVbm1vZGlmaWFibGVMaXN0/A8lMbXs"
			+ "jhACAAFMAARsaXN0dAAQTGphdmEvdXRpbC9MaXN0O3hyACxqYXZhLnV0aWwuQ29sbGVjdGlvbnMkVW5tb2RpZmlhYmxlQ29sbGVj"
			+ "dGlvbhlCAIDLXvceAgABTAABY3EAfgAHeHBzcgATamF2YS51dGlsLkFycmF5TGlzdHiB0h2Zx2GdAwABSQAEc2l6ZXhwAAAAAncE"
			+ "AAAAAnNyAEJvcmcuc3ByaW5nZnJhbWV3b3JrLnNlY3VyaXR5LmNvcmUuYXV0aG9yaXR5LlNpbXBsZUdyYW50ZWRBdXRob3JpdHkA"
			+ "AAAAAAACbAIAAUwABHJvbGVxAH4ABHhwdAAHUk9MRV9IUnNxAH4AEHQACVJPTEVfVVNFUnhxAH4AD3B0AAV3ZWNvbXNyACRpby5n"
			+ "aXRodWIud2Vjb21sb2dpbi5sb2dpbi5XZUNvbVVzZXIAAAAAAAAAAQIAEUwAB2FjY291bnR0ACRMaW8vZ2l0aHViL3dlY29tbG9n"
			+ "aW4vbG9naW4vQWNjb3VudDtMAAthdXRob3JpdGllc3QAFUxqYXZhL3V0aWwvQXJyYXlMaXN0O0wABmF2YXRhcnEAfgAETAAHYml6"
			+ "TWFpbHEAfgAETAAJY2hlY2tlZEF0dAATTGphdmEvdGltZS9JbnN0YW50O0wAC2RlcGFydG1lbnRzcQB+ABhMAA1kaXJlY3RMZWFk"
			+ "ZXJzcQB+ABhMAAVlbWFpbHEAfgAETAAGZ2VuZGVycQB+AARMAA5sZWREZXBhcnRtZW50c3QAGUxqYXZhL3V0aWwvTGlua2VkSGFz"
			+ "aFNldDtMAA5tYWluRGVwYXJ0bWVudHQAE0xqYXZhL2xhbmcvSW50ZWdlcjtMAAZtb2JpbGVxAH4ABEwABG5hbWVxAH4ABEwACHBv"
			+ "c2l0aW9ucQB+AARMAA5yZWdpc3RyYXRpb25JZHEAfgAETAAEdGFnc3EAfgAYTAAGdXNlcklkcQB+AAR4cHNyACJpby5naXRodWIu"
			+ "d2Vjb21sb2dpbi5sb2dpbi5BY2NvdW50AAAAAAAAAAECAAJMAAZjb3JwSWRxAH4ABEwABnVzZXJJZHEAfgAEeHB0AAZ3d2NvcnB0"
			+ "AAh6aGFuZ3NhbnNxAH4ADgAAAAJ3BAAAAAJxAH4AEXEAfgATeHQAGWh0dHBzOi8vZXhhbXBsZS5jb20vei5wbmd0ABR6aGFuZ3Nh"
			+ "bkBleGFtcGxlLmNvbXNyAA1qYXZhLnRpbWUuU2VylV2EuhsiSLIMAAB4cHcNAgAAAAAAAAABAAAAAHhzcQB+AA4AAAABdwQAAAAB"
			+ "c3IAKmlvLmdpdGh1Yi53ZWNvbWxvZ2luLmxvZ2luLldlQ29tRGVwYXJ0bWVudAAAAAAAAAABAgADSQACaWRMAARuYW1lcQB+AARM"
			+ "AARwYXRocQB+AAR4cAAAAAJ0AAnkurrkuovpg6h0ABDmgLvpg6gv5Lq65LqL6YOoeHNxAH4ADgAAAAF3BAAAAAF0AARsaXNpeHQA"
			+ "DXpAZXhhbXBsZS5jb210AAExc3IAF2phdmEudXRpbC5MaW5rZWRIYXNoU2V02GzXWpXdKh4CAAB4cgARamF2YS51dGlsLkhhc2hT"
			+ "ZXS6RIWVlri3NAMAAHhwdwwAAAAQP0AAAAAAAAFzcgARamF2YS5sYW5nLkludGVnZXIS4qCk94GHOAIAAUkABXZhbHVleHIAEGph"
			+ "dmEubGFuZy5OdW1iZXKGrJUdC5TgiwIAAHhwAAAAAnhxAH4ANHQACzEzODAwMDAwMDAwdAAG5byg5LiJdAAG57uP55CGcQB+ABVz"
			+ "cQB+AA4AAAABdwQAAAABc3IAI2lvLmdpdGh1Yi53ZWNvbWxvZ2luLmxvZ2luLldlQ29tVGFnAAAAAAAAAAECAAJJAAJpZEwABG5h"
			+ "bWVxAH4ABHhwAAAAB3QABuW+heWRvXh0AAhaaGFuZ1Nhbg==";

	/**
	 * {@link SignedIn#user()} as it was written when ids had 32 bits.
	 */
	private static final String WITH_32_BIT_IDS = "rO0ABXNyAChpby5naXRodWIud2Vjb21sb2dpbi5sb2dpbi5XZUNvbVVzZXJGb3JtAAAAAAAAAAECABJMAAthdXRob3JpdGllc3QA"
			+ "EExqYXZhL3V0aWwvTGlzdDtMAAZhdmF0YXJ0ABJMamF2YS9sYW5nL1N0cmluZztMAAdiaXpNYWlscQB+AAJMAAljaGVja2VkQXR0"
			+ "ABNMamF2YS90aW1lL0luc3RhbnQ7TAAGY29ycElkcQB+AAJMAAtkZXBhcnRtZW50c3EAfgABTAANZGlyZWN0TGVhZGVyc3EAfgAB"
			+ "TAAFZW1haWxxAH4AAkwABmdlbmRlcnEAfgACTAAObGVkRGVwYXJ0bWVudHNxAH4AAUwADm1haW5EZXBhcnRtZW50dAATTGphdmEv"
			+ "bGFuZy9JbnRlZ2VyO0wABm1vYmlsZXEAfgACTAAEbmFtZXEAfgACTAAIcG9zaXRpb25xAH4AAkwADnJlZ2lzdHJhdGlvbklkcQB+"
			+ "AAJMAAhzdGFuZGluZ3QAN0xpby9naXRodWIvd2Vjb21sb2dpbi9sb2dpbi9XZUNvbVVzZXJGb3JtJFN0YW5kaW5nRm9ybTtMAAR0"
			+ "YWdzcQB+AAFMAAZ1c2VySWRxAH4AAnhwc3IAE2phdmEudXRpbC5BcnJheUxpc3R4gdIdmcdhnQMAAUkABHNpemV4cAAAAAN3BAAA"
			+ "AANzcgBCb3JnLnNwcmluZ2ZyYW1ld29yay5zZWN1cml0eS5jb3JlLmF1dGhvcml0eS5GYWN0b3JHcmFudGVkQXV0aG9yaXR5G7pb"
			+ "6LycHBACAAJMAAlhdXRob3JpdHlxAH4AAkwACGlzc3VlZEF0cQB+AAN4cHQAGUZBQ1RPUl9BVVRIT1JJWkFUSU9OX0NPREVzcgAN"
			+ "amF2YS50aW1lLlNlcpVdhLobIkiyDAAAeHB3DQIAAAAAaaQRwgdbzRV4c3IAQm9yZy5zcHJpbmdmcmFtZXdvcmsuc2VjdXJpdHku"
			+ "Y29yZS5hdXRob3JpdHkuU2ltcGxlR3JhbnRlZEF1dGhvcml0eQAAAAAAAAJsAgABTAAEcm9sZXEAfgACeHB0AAdST0xFX0hSc3EA"
			+ "fgAOdAAP5Lq65LqLIC8gY3VzdG9teHQAGWh0dHBzOi8vZXhhbXBsZS5jb20vei5wbmd0ABR6aGFuZ3NhbkBleGFtcGxlLmNvbXNx"
			+ "AH4ADHcNAgAAAABppBHCOt5osXh0AAZ3d2NvcnBzcQB+AAcAAAACdwQAAAACc3IAN2lvLmdpdGh1Yi53ZWNvbWxvZ2luLmxvZ2lu"
			+ "LldlQ29tVXNlckZvcm0kRGVwYXJ0bWVudEZvcm0AAAAAAAAAAQIAA0wAAmlkcQB+AARMAARuYW1lcQB+AAJMAARwYXRocQB+AAJ4"
			+ "cHNyABFqYXZhLmxhbmcuSW50ZWdlchLioKT3gYc4AgABSQAFdmFsdWV4cgAQamF2YS5sYW5nLk51bWJlcoaslR0LlOCLAgAAeHAA"
			+ "AAACdAAJ5Lq65LqL6YOodAAQ5oC76YOoL+S6uuS6i+mDqHNxAH4AGHNxAH4AGgAAAAVwcHhzcQB+AAcAAAACdwQAAAACdAAEbGlz"
			+ "aXQABldhbmdXdXh0AA16QGV4YW1wbGUuY29tdAABMXNxAH4ABwAAAAF3BAAAAAFxAH4AHHhxAH4AHHQACzEzODAwMDAwMDAwdAAG"
			+ "5byg5LiJdAAG57uP55CGdAAFd2Vjb21zcgA1aW8uZ2l0aHViLndlY29tbG9naW4ubG9naW4uV2VDb21Vc2VyRm9ybSRTdGFuZGlu"
			+ "Z0Zvcm0AAAAAAAAAAQIABkwACWNoZWNrZWRPbnQAEExqYXZhL2xhbmcvTG9uZztMAApzZWVuQ2hhbmdlcQB+ACxMABFzZWVuQ29t"
			+ "cGFueUNoYW5nZXEAfgAsTAAHc2VlbkVuZHEAfgAsTAAKc2lnbmVkSW5BdHEAfgADTAAKc2lnbmVkSW5PbnEAfgAseHBzcgAOamF2"
			+ "YS5sYW5nLkxvbmc7i+SQzI8j3wIAAUoABXZhbHVleHEAfgAbAAAAAAAAAABwcHBxAH4AFXEAfgAvc3EAfgAHAAAAAncEAAAAAnNy"
			+ "ADBpby5naXRodWIud2Vjb21sb2dpbi5sb2dpbi5XZUNvbVVzZXJGb3JtJFRhZ0Zvcm0AAAAAAAAAAQIAAkwAAmlkcQB+AARMAARu"
			+ "YW1lcQB+AAJ4cHNxAH4AGgAAAAd0AAblvoXlkb1zcQB+ADFzcQB+ABoAAAAIcHh0AAhaaGFuZ1Nhbg==";

	@Test
	void whenIdsOfSessionHave32BitsThenMemberIsReadWhole() throws Exception {
		assertThat(read(moved(WITH_32_BIT_IDS))).usingRecursiveComparison()
			.ignoringFields("verification")
			.isEqualTo(SignedIn.user());
	}

	@Test
	void whenIdsNeed64BitsThenTheyComeBack() throws Exception {
		WeComUser user = SignedIn.withLargeIds();
		assertThat(read(written(user))).usingRecursiveComparison().isEqualTo(user);
	}

	@Test
	void whenUserIdIsNotAsciiThenNobodyIsRead() throws Exception {
		byte[] other = replaced(written(SignedIn.user()), "ZhangSan",
				new String("Zhan\u212An".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
		assertThatExceptionOfType(InvalidObjectException.class).isThrownBy(() -> read(other));
	}

	/**
	 * A user as a version wrote it that knew no change stamps.
	 */
	private static final String WITHOUT_STAMPS = "rO0ABXNyAChpby5naXRodWIud2Vjb21sb2dpbi5sb2dpbi5XZUNvbVVzZXJGb3JtAAAAAAAAAAECABJMAAthdXRob3JpdGllc3QA"
			+ "EExqYXZhL3V0aWwvTGlzdDtMAAZhdmF0YXJ0ABJMamF2YS9sYW5nL1N0cmluZztMAAdiaXpNYWlscQB+AAJMAAljaGVja2VkQXR0"
			+ "ABNMamF2YS90aW1lL0luc3RhbnQ7TAAGY29ycElkcQB+AAJMAAtkZXBhcnRtZW50c3EAfgABTAANZGlyZWN0TGVhZGVyc3EAfgAB"
			+ "TAAFZW1haWxxAH4AAkwABmdlbmRlcnEAfgACTAAObGVkRGVwYXJ0bWVudHNxAH4AAUwADm1haW5EZXBhcnRtZW50dAATTGphdmEv"
			+ "bGFuZy9JbnRlZ2VyO0wABm1vYmlsZXEAfgACTAAEbmFtZXEAfgACTAAIcG9zaXRpb25xAH4AAkwADnJlZ2lzdHJhdGlvbklkcQB+"
			+ "AAJMAAhzdGFuZGluZ3QAN0xpby9naXRodWIvd2Vjb21sb2dpbi9sb2dpbi9XZUNvbVVzZXJGb3JtJFN0YW5kaW5nRm9ybTtMAAR0"
			+ "YWdzcQB+AAFMAAZ1c2VySWRxAH4AAnhwc3IAE2phdmEudXRpbC5BcnJheUxpc3R4gdIdmcdhnQMAAUkABHNpemV4cAAAAAB3BAAA"
			+ "AAB4cHBzcgANamF2YS50aW1lLlNlcpVdhLobIkiyDAAAeHB3DQIAAAAAaVtvgAAAAAB4dAASd3cwMTIzNDU2Nzg5YWJjZGVmc3EA"
			+ "fgAHAAAAAHcEAAAAAHhzcQB+AAcAAAAAdwQAAAAAeHBwc3EAfgAHAAAAAHcEAAAAAHhwcHQAAW5wdAAFd2Vjb21zcgA1aW8uZ2l0"
			+ "aHViLndlY29tbG9naW4ubG9naW4uV2VDb21Vc2VyRm9ybSRTdGFuZGluZ0Zvcm0AAAAAAAAAAQIABkwACWNoZWNrZWRPbnQAEExq"
			+ "YXZhL2xhbmcvTG9uZztMAApzZWVuQ2hhbmdlcQB+ABJMABFzZWVuQ29tcGFueUNoYW5nZXEAfgASTAAHc2VlbkVuZHEAfgASTAAK"
			+ "c2lnbmVkSW5BdHEAfgADTAAKc2lnbmVkSW5PbnEAfgASeHBzcgAOamF2YS5sYW5nLkxvbmc7i+SQzI8j3wIAAUoABXZhbHVleHIA"
			+ "EGphdmEubGFuZy5OdW1iZXKGrJUdC5TgiwIAAHhwAAAAAAAAAABwcHBxAH4ACnEAfgAWc3EAfgAHAAAAAHcEAAAAAHh0AAhaaGFu"
			+ "Z1Nhbg==";

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
	void whenRefusalIsOfAnotherClassThenOnlyItsCodeComesBack() throws Exception {
		WeComRefusalException lost = new WeComRefusalException(WeComRefusal.CODE_REJECTED) {
		};
		lost.setAuthenticationRequest(new TestingAuthenticationToken(new Object(), "the code"));
		assertThat(read(written(lost))).isExactlyInstanceOf(WeComRefusalException.class)
			.extracting("refusal")
			.isEqualTo(WeComRefusal.CODE_REJECTED);
	}

	@Test
	void whenSessionIsOfTheFirstVersionThenNobodyIsRead() {
		assertThatExceptionOfType(InvalidObjectException.class).isThrownBy(() -> read(moved(FIRST_FORM)));
	}

	@Test
	void whenSessionHasNoStampsThenItIsReadAndCheckedAgain() throws Exception {
		WeComUser user = (WeComUser) read(moved(WITHOUT_STAMPS));
		assertThat(user.getUserId()).isEqualTo("ZhangSan");
		assertThat(user.getCheckedAt()).isEqualTo(Instant.parse("2026-01-05T08:00:00Z"));
		assertThat(user.getSignedInAt()).isEqualTo(user.getCheckedAt());
		assertThat(user.verification().seen()).isEqualTo(Stamps.UNKNOWN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "registrationId", "corpId", "userId", "name", "departments", "ledDepartments", "tags",
			"directLeaders", "authorities", "checkedAt" })
	void whenFieldThatIsAlwaysThereIsMissingThenNobodyIsRead(String field) throws Exception {
		byte[] other = withOtherName(written(SignedIn.user()), field);
		assertThatExceptionOfType(InvalidObjectException.class).isThrownBy(() -> read(other))
			.withMessageNotContainingAny("ZhangSan", "wwcorp")
			.withNoCause();
	}

	@ParameterizedTest
	@ValueSource(strings = { "mainDepartment", "position", "mobile", "email", "bizMail", "avatar", "gender" })
	void whenFieldThatMayBeAbsentIsUnknownThenAllOthersAreRead(String field) throws Exception {
		WeComUser read = (WeComUser) read(withOtherName(written(SignedIn.user()), field));
		assertThat(read).usingRecursiveComparison().ignoringFields(field).isEqualTo(SignedIn.user());
		assertThat(read).extracting(field).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "WeComUserForm", "WeComUserForm$DepartmentForm", "WeComUserForm$TagForm" })
	void whenVersionNumberDiffersThenMemberIsReadWhole(String form) throws Exception {
		byte[] bytes = written(SignedIn.user());
		byte[] name = utf(WeComUserForm.class.getPackageName() + "." + form);
		int at = indexOf(bytes, name) + name.length;
		assertThat(ByteBuffer.wrap(bytes).getLong(at)).isEqualTo(1);
		ByteBuffer.wrap(bytes).putLong(at, 4711);
		assertThat(read(bytes)).usingRecursiveComparison().isEqualTo(SignedIn.user());
	}

	@Test
	void whenFieldIsOfAnotherTypeThenNobodyIsRead() throws Exception {
		WeComUserForm form = WeComUserForm.of(SignedIn.user());
		byte[] bytes = written(new WeComUserFor0(form.registrationId(), form.corpId(), form.userId(), form.name(),
				new ArrayList<>(), new ArrayList<>(), "2", new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
				form.checkedAt()));
		byte[] other = replaced(bytes, "WeComUserFor0", "WeComUserForm");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(other));
	}

	@Test
	void whenListHoldsSomethingElseThenNobodyIsRead() throws Exception {
		for (Object element : Arrays.asList(null, 1)) {
			WeComUserForm form = WeComUserForm.of(SignedIn.user());
			polluted(form.authorities(), element);
			byte[] other = written(form);
			assertThatExceptionOfType(InvalidObjectException.class).isThrownBy(() -> read(other));
		}
	}

	@Test
	void whenDepartmentOrTagHasNoIdThenNobodyIsRead() throws Exception {
		byte[] bytes = written(SignedIn.user());
		for (String form : List.of("WeComUserForm$DepartmentForm", "WeComUserForm$TagForm")) {
			int at = indexOf(bytes, utf(WeComUserForm.class.getPackageName() + "." + form));
			byte[] other = bytes.clone();
			other[indexOf(other, utf("id"), at) + 2] = 'x';
			assertThatExceptionOfType(InvalidObjectException.class).isThrownBy(() -> read(other));
		}
	}

	@Test
	void whenAuthorityIsOfAnUnknownClassThenNobodyIsRead() throws Exception {
		WeComUser user = SignedIn.user().toBuilder().authorities(List.of(new SomeAuthority())).build();
		assertThat(((WeComUser) read(written(user))).getAuthorities()).hasSize(1);
		byte[] other = replaced(written(user), "SomeAuthority", "GoneAuthority");
		assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> read(other));
	}

	@Test
	void whenUserIdIsBlankThenNobodyIsRead() throws Exception {
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

	@SuppressWarnings("unchecked")
	private static void polluted(List<?> list, Object element) {
		((List<Object>) list).add(element);
	}

	private static byte[] written(Object value) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(value);
		}
		return bytes.toByteArray();
	}

	/**
	 * Returns a stream whose classes were written when they lived in the package
	 * {@code login}, as if they had lived in {@code user}.
	 */
	private static byte[] moved(String stream) {
		String bytes = new String(Base64.getDecoder().decode(stream), StandardCharsets.ISO_8859_1);
		Matcher names = Pattern.compile("..(L?io[./]github[./]wecomlogin[./])login([./][A-Z][\\w$]*;?)", Pattern.DOTALL)
			.matcher(bytes);
		String moved = names.replaceAll((name) -> {
			String renamed = name.group(1) + "user" + name.group(2);
			return Matcher
				.quoteReplacement((char) (renamed.length() >> 8) + "" + (char) (renamed.length() & 0xff) + renamed);
		});
		return moved.getBytes(StandardCharsets.ISO_8859_1);
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
	private static byte[] withOtherName(byte[] bytes, String field) {
		int form = indexOf(bytes, utf(WeComUserForm.class.getName()));
		byte[] other = bytes.clone();
		other[indexOf(other, utf(field), form) + 2] = '_';
		return other;
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
 * Takes the place of the form in a stream.
 */
record WeComUserFor0(String registrationId, String corpId, String userId, String name, List<Object> departments,
		List<Object> ledDepartments, String mainDepartment, List<Object> tags, List<Object> directLeaders,
		List<Object> authorities, Instant checkedAt) implements Serializable {

	private static final long serialVersionUID = 1L;

}
