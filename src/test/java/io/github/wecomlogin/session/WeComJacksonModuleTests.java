package io.github.wecomlogin.session;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.nimbusds.jwt.JWTClaimsSet;
import io.github.wecomlogin.fixture.SignedIn;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.SignInDevice;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.user.WeComSignInDetails;
import io.github.wecomlogin.user.WeComUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.data.redis.serializer.GenericJacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.data.redis.serializer.SerializationException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.security.oauth2.core.user.DefaultOAuth2User;
import org.springframework.security.oauth2.core.user.OAuth2User;
import org.springframework.security.oauth2.core.user.OAuth2UserAuthority;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.security.web.savedrequest.DefaultSavedRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WeComJacksonModule}.
 */
class WeComJacksonModuleTests {

	private static final JsonMapper EXACT = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private final RedisSerializer<Object> serializer = serializer(BasicPolymorphicTypeValidator.builder());

	@Test
	void whenSessionIsReadThenMemberHasEverything() {
		SecurityContextImpl context = SignedIn.context();
		assertThat(roundTrip(context)).usingRecursiveComparison().isEqualTo(context);
	}

	@Test
	void whenUserItselfIsAnAttributeThenItComesBack() {
		WeComUser user = SignedIn.user();
		WeComUser read = (WeComUser) roundTrip(user);
		assertThat(read).usingRecursiveComparison().isEqualTo(user);
		assertThat(read.account()).isEqualTo(user.account());
	}

	@Test
	void whenIdsNeed64BitsThenTheyComeBack() {
		WeComUser user = SignedIn.withLargeIds();
		assertThat(roundTrip(user)).usingRecursiveComparison().isEqualTo(user);
	}

	@Test
	void whenNameIsCutWithinACharacterThenItComesBack() {
		for (String name : List.of("\ud83d", "\ud83db", "\ude00b")) {
			WeComUser user = WeComUser.withUserId("wecom", "wwcorp", "a").name(name).build();
			assertThat(roundTrip(user)).usingRecursiveComparison().isEqualTo(user);
		}
	}

	@Test
	void whenMemberHasOnlyAnIdThenItComesBack() {
		WeComUser user = WeComUser.withUserId("wecom", "wwcorp", "a").build();
		assertThat(roundTrip(user)).usingRecursiveComparison().isEqualTo(user);
	}

	@Test
	void whenDetailsSayHowMemberSignedInThenTheyComeBack() {
		SecurityContextImpl context = SignedIn.context();
		WeComSignInDetails details = new WeComSignInDetails("2001:db8::7", "wecom", SignInWay.IN_CLIENT, null);
		((AbstractAuthenticationToken) context.getAuthentication()).setDetails(details);
		assertThat(((SecurityContextImpl) roundTrip(context)).getAuthentication().getDetails()).isEqualTo(details);
		WeComSignInDetails refused = new WeComSignInDetails("192.0.2.1", "wecom", null, "cancelled", "7K3M9PQX");
		assertThat(roundTrip(refused)).isEqualTo(refused);
	}

	@Test
	void whenDetailsNameTheDeviceThenItComesBack() {
		WeComSignInDetails details = new WeComSignInDetails("192.0.2.7", "wecom", SignInWay.WEB_LOGIN, null, null,
				new SignInDevice("chrome", "windows"));
		assertThat(roundTrip(details)).usingRecursiveComparison().isEqualTo(details);
		ObjectNode older = (ObjectNode) EXACT.readTree(this.serializer.serialize(details));
		older.remove("device");
		assertThat(read(older)).isInstanceOfSatisfying(WeComSignInDetails.class,
				(read) -> assertThat(read.getDevice()).isNull());
	}

	@Test
	void whenSignInPutsSomethingElseIntoTheSessionThenItComesBack() {
		DefaultCsrfToken token = new DefaultCsrfToken("X-CSRF-TOKEN", "_csrf", "1234");
		assertThat(roundTrip(token)).usingRecursiveComparison().isEqualTo(token);
		WebAuthenticationDetails springs = new WebAuthenticationDetails("192.0.2.7", "0123456789");
		assertThat(roundTrip(springs)).usingRecursiveComparison().isEqualTo(springs);
		WeComSignInDetails details = new WeComSignInDetails("192.0.2.7", "wecom", null, "busy");
		assertThat(roundTrip(details)).usingRecursiveComparison().isEqualTo(details);
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/page");
		request.addHeader("Accept", "text/html");
		request.addParameter("a", "b");
		DefaultSavedRequest saved = new DefaultSavedRequest(request);
		assertThat(roundTrip(saved)).usingRecursiveComparison().isEqualTo(saved);
		WeComRefusalException refusal = new WeComRefusalException(WeComRefusal.BUSY,
				new IllegalStateException("for the administrator"));
		assertThat(new String(this.serializer.serialize(refusal), StandardCharsets.UTF_8)).contains("busy")
			.doesNotContain("administrator");
		assertThat(roundTrip(refusal)).isInstanceOfSatisfying(WeComRefusalException.class, (read) -> {
			assertThat(read.getRefusal()).isEqualTo(WeComRefusal.BUSY);
			assertThat(read.getReference()).isEqualTo(refusal.getReference());
			assertThat(read).hasNoCause();
		});
	}

	@ParameterizedTest
	@CsvSource({ "'', registrationId corpId member detail departments tags authorities verification",
			"/member, userId name status departments ledDepartments directLeaders",
			"/verification, signedInAt checkedAt seen", "/verification/seen, member company end",
			"/departments/1/0, id", "/tags/1/0, id" })
	void whenMandatoryPropertyIsMissingThenUserIsNotRead(String path, String properties) {
		for (String property : properties.split(" ")) {
			ObjectNode user = json(SignedIn.user());
			assertThat(user.at(path).has(property)).as(property).isTrue();
			((ObjectNode) user.at(path)).putArray(property).add("x");
			assertNotRead(user);
			((ObjectNode) user.at(path)).putNull(property);
			assertNotRead(user);
			((ObjectNode) user.at(path)).remove(property);
			assertNotRead(user);
		}
	}

	@ParameterizedTest
	@CsvSource({ "/member, mainDepartment position", "/detail, mobile email bizMail avatar gender" })
	void whenOptionalPropertyIsMissingThenAllOthersAreRead(String path, String properties) {
		for (String property : properties.split(" ")) {
			ObjectNode user = json(SignedIn.user());
			ObjectNode part = (ObjectNode) user.at(path);
			assertThat(part.remove(property)).as(property).isNotNull();
			for (ObjectNode each : List.of(user, part)) {
				each.put("ofALaterVersion", "x").putObject("more").put("@class", "java.io.File");
			}
			assertThat(read(user)).usingRecursiveComparison()
				.ignoringFieldsMatchingRegexes(".*\\." + property)
				.isEqualTo(SignedIn.user());
			assertThat(read(user)).extracting(property).isNull();
		}
	}

	@Test
	void whenSessionIsOfAnEarlierVersionThenUserIsNotRead() {
		ObjectNode user = (ObjectNode) EXACT.readTree("""
				{"@class": "io.github.wecomlogin.user.WeComUser", "registrationId": "wecom", "corpId": "wwcorp",
				 "userId": "ZhangSan", "name": "张三", "departments": [{"id": 2}], "ledDepartments": [2], "tags": [],
				 "directLeaders": [], "authorities": [], "signedInAt": "2026-03-01T09:00:00Z",
				 "checkedAt": "2026-03-01T10:15:30.987654321Z", "stamps": "member company end-1"}""");
		assertNotRead(user);
	}

	@Test
	void whenListHoldsSomethingElseThenUserIsNotRead() {
		for (String list : List.of("/departments/1", "/tags/1", "/authorities/1", "/member/departments/1",
				"/member/ledDepartments/1", "/member/directLeaders/1")) {
			ObjectNode user = json(SignedIn.user());
			((ArrayNode) user.at(list)).addNull();
			assertNotRead(user);
		}
		ObjectNode user = json(SignedIn.user());
		((ArrayNode) user.at("/member/departments/1")).add(6);
		assertNotRead(user);
	}

	@Test
	void whenMapperRejectsUnknownPropertiesThenUserIsRead() {
		JsonMapper strict = JsonMapper.builder()
			.addModules(WeComJacksonModule.withSecurityModules(getClass().getClassLoader()))
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.build();
		ObjectNode user = json(SignedIn.user());
		user.put("ofALaterVersion", "x");
		((ObjectNode) user.at("/verification/seen")).put("ofALaterVersion", "x");
		assertThat(strict.readValue(user.toString(), Object.class)).usingRecursiveComparison()
			.isEqualTo(SignedIn.user());
	}

	@ParameterizedTest
	@ValueSource(strings = { "java.io.File", "java.net.URL", "javax.naming.InitialContext",
			"org.springframework.context.support.ClassPathXmlApplicationContext",
			"io.github.wecomlogin.user.WeComDepartment", "io.github.wecomlogin.client.WeComApplication",
			"io.github.wecomlogin.session.WeComJacksonModuleTests$Roles", "of.no.such.Class" })
	void whenJsonNamesAnotherClassThenNothingIsRead(String type) {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.serializer.deserialize(("{\"@class\":\"" + type + "\"}").getBytes()));
		// In the place of an authority too
		ObjectNode user = json(SignedIn.user());
		((ArrayNode) user.at("/authorities/1")).addObject().put("@class", type).put("authority", "ROLE_ADMIN");
		assertNotRead(user);
	}

	@Test
	void whenRefusalIsOfAnotherClassThenItsCodeComesBack() {
		WeComRefusalException refusal = new WeComRefusalException(WeComRefusal.NOT_ALLOWED) {
		};
		assertThat(roundTrip(refusal)).isExactlyInstanceOf(WeComRefusalException.class)
			.extracting("refusal")
			.isEqualTo(WeComRefusal.NOT_ALLOWED);
	}

	@Test
	void whenSomebodySignsInWithAnOpenIdProviderThenTheyComeBack() throws Exception {
		Instant now = Instant.parse("2026-03-01T10:15:30.123456789Z");
		Map<String, Object> claims = new LinkedHashMap<>(JWTClaimsSet.parse("""
				{"sub": "1234", "aud": "client", "auth_time": 3, "email_verified": true, "level": 1.5, "none": null,
				 "big": 12345678901234567890, "address": {"country": "CN", "lines": [1, {"a": "b"}]},
				 "groups": ["a", "b"]}""").getClaims());
		// As Spring Security converts them
		claims.put("iss", URI.create("https://id.example.com").toURL());
		claims.put("iat", now);
		OidcIdToken idToken = new OidcIdToken("token", now, now.plusSeconds(60), claims);
		List<GrantedAuthority> authorities = List.of(new OidcUserAuthority(idToken), SignedIn.FACTOR);
		DefaultOidcUser user = new DefaultOidcUser(authorities, idToken, new OidcUserInfo(claims));
		OAuth2AuthenticationToken read = authentication(new OAuth2AuthenticationToken(user, authorities, "oidc"));
		assertThat(read.getAuthorities()).isEqualTo(authorities);
		assertThat(read.getAuthorizedClientRegistrationId()).isEqualTo("oidc");
		assertThat(read.getPrincipal()).isInstanceOf(DefaultOidcUser.class)
			.returns("1234", OAuth2User::getName)
			.returns(user.getAttributes(), OAuth2User::getAttributes);
	}

	@Test
	void whenSomebodySignsInWithAnOAuthProviderThenTheyComeBack() {
		Map<String, Object> attributes = EXACT.readValue("""
				{"id": 4711, "login": "someone", "company": null, "score": 1.5, "node": 12345678901,
				 "site_admin": false, "plan": {"space": 976562499, "names": ["a"]}}""",
				new TypeReference<LinkedHashMap<String, Object>>() {
				});
		List<GrantedAuthority> authorities = List.of(new OAuth2UserAuthority(attributes), SignedIn.FACTOR);
		DefaultOAuth2User user = new DefaultOAuth2User(authorities, attributes, "login");
		OAuth2AuthenticationToken read = authentication(new OAuth2AuthenticationToken(user, authorities, "github"));
		assertThat(read.getPrincipal()).isEqualTo(user);
		assertThat(read.getAuthorities()).isEqualTo(authorities);
	}

	@Test
	void whenSignInWithAnotherProviderHasBegunThenItComesBack() {
		OAuth2AuthorizationRequest request = OAuth2AuthorizationRequest.authorizationCode()
			.clientId("client")
			.authorizationUri("https://id.example.com/authorize")
			.redirectUri("https://app.example.com/login/oauth2/code/oidc")
			.scope("openid", "profile")
			.state("state")
			.attributes(Map.of("registration_id", "oidc", "nonce", "n", "code_verifier", "v"))
			.additionalParameters(Map.of("nonce", "hash", "code_challenge", "c"))
			.build();
		assertThat(roundTrip(request)).usingRecursiveComparison().isEqualTo(request);
	}

	@ParameterizedTest
	@ValueSource(strings = { "remoteAddress", "registrationId" })
	void whenDetailsLackWhatIsAlwaysThereThenTheyAreNotRead(String property) {
		ObjectNode details = (ObjectNode) EXACT.readTree(
				this.serializer.serialize(new WeComSignInDetails("192.0.2.7", "wecom", SignInWay.IN_CLIENT, null)));
		assertThat(read(details)).isInstanceOf(WeComSignInDetails.class);
		details.putNull(property);
		assertNotRead(details);
		details.remove(property);
		assertNotRead(details);
	}

	@Test
	void whenSerializerIsThatOfSpringDataThenMemberHasEverything() {
		RedisSerializer<Object> springs = new GenericJacksonJsonRedisSerializer(JsonMapper.builder()
			.addModules(WeComJacksonModule.withSecurityModules(getClass().getClassLoader()))
			.build());
		SecurityContextImpl context = SignedIn.context();
		byte[] json = springs.serialize(context);
		assertThat(springs.deserialize(json)).usingRecursiveComparison().isEqualTo(context);
		assertThat(this.serializer.serialize(context)).isEqualTo(json);
	}

	@Test
	void whenAuthorityIsOfAnOwnClassThenItComesBackWhereAllowed() {
		WeComUser user = SignedIn.user().toBuilder().authorities(List.of(new Roles("ROLE_X"))).build();
		byte[] json = this.serializer.serialize(user);
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> this.serializer.deserialize(json));
		RedisSerializer<Object> allowing = serializer(
				BasicPolymorphicTypeValidator.builder().allowIfSubType(Roles.class));
		assertThat(allowing.deserialize(json)).usingRecursiveComparison().isEqualTo(user);
	}

	private static RedisSerializer<Object> serializer(BasicPolymorphicTypeValidator.Builder allowed) {
		return new JsonSessionSerializer(WeComJacksonModuleTests.class.getClassLoader(), allowed);
	}

	private OAuth2AuthenticationToken authentication(OAuth2AuthenticationToken token) {
		return (OAuth2AuthenticationToken) ((SecurityContextImpl) roundTrip(new SecurityContextImpl(token)))
			.getAuthentication();
	}

	private Object roundTrip(Object value) {
		return this.serializer.deserialize(this.serializer.serialize(value));
	}

	private ObjectNode json(WeComUser user) {
		return (ObjectNode) EXACT.readTree(this.serializer.serialize(user));
	}

	private Object read(ObjectNode json) {
		return this.serializer.deserialize(json.toString().getBytes(StandardCharsets.UTF_8));
	}

	private void assertNotRead(ObjectNode json) {
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> read(json));
	}

	record Roles(String authority) implements GrantedAuthority {

		private static final long serialVersionUID = 1L;

		@Override
		public String getAuthority() {
			return this.authority;
		}

	}

}
