package io.github.wecomlogin.session;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import io.github.wecomlogin.client.PersonalDetail;
import io.github.wecomlogin.directory.Member;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.refusal.WeComRefusalJson;
import io.github.wecomlogin.user.SignInDevice;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.user.Stamps;
import io.github.wecomlogin.user.Verification;
import io.github.wecomlogin.user.WeComDepartment;
import io.github.wecomlogin.user.WeComSignInDetails;
import io.github.wecomlogin.user.WeComTag;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.user.WeComUserState;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import org.springframework.security.jackson.SecurityJacksonModule;
import org.springframework.security.jackson.SecurityJacksonModules;

/**
 * Jackson 3 module that serializes a signed-in {@link WeComUser} for sessions stored as
 * JSON. Use it together with Spring Security's own modules:
 *
 * <pre class="code">
 * JsonMapper.builder()
 *     .addModules(WeComJacksonModule.withSecurityModules(getClass().getClassLoader()))
 *     .build();
 * </pre>
 *
 * {@code JsonSessionSerializer} does this for Spring Session with Redis.
 * <p>
 * A user written by another version of this library is read completely or rejected. Only
 * classes known to Spring Security and this module are read; custom authority classes
 * must be allowed and may need a mix-in. Jackson 2 is not supported.
 */
@SuppressWarnings("serial")
public final class WeComJacksonModule extends SecurityJacksonModule {

	private static final List<Class<?>> PARTS = List.of(WeComUserState.class, Member.class, PersonalDetail.class,
			WeComDepartment.class, WeComTag.class, Verification.class, Stamps.class, SignInDevice.class);

	/**
	 * Creates the module. It requires Spring Security's modules and a type validator that
	 * allows its types, see {@link #withSecurityModules(ClassLoader)}.
	 */
	public WeComJacksonModule() {
		super(WeComJacksonModule.class.getName(), Version.unknownVersion());
		addSerializer(WeComRefusalException.class, new WeComRefusalJson.Writer());
		addDeserializer(WeComRefusalException.class, new WeComRefusalJson.Reader());
		setMixInAnnotation(WeComUser.class, User.class);
		PARTS.forEach((part) -> setMixInAnnotation(part, Part.class));
		setMixInAnnotation(WeComRefusalException.class, Typed.class);
		setMixInAnnotation(WeComSignInDetails.class, SignInDetails.class);
	}

	/**
	 * Returns this module and those of Spring Security found on the class path, with a
	 * type validator that allows their types only.
	 * @param loader the class loader for Spring Security's modules
	 * @return the modules for a session mapper
	 */
	public static List<JacksonModule> withSecurityModules(ClassLoader loader) {
		return withSecurityModules(loader, BasicPolymorphicTypeValidator.builder());
	}

	/**
	 * Returns this module and those of Spring Security found on the class path, with a
	 * type validator that allows their types and those of the application.
	 * @param loader the class loader for Spring Security's modules
	 * @param allowed allows classes of the application, such as those of authorities and
	 * session attributes; modified by this method
	 * @return the modules for a session mapper
	 */
	public static List<JacksonModule> withSecurityModules(ClassLoader loader,
			BasicPolymorphicTypeValidator.Builder allowed) {
		WeComJacksonModule module = new WeComJacksonModule();
		module.configurePolymorphicTypeValidator(allowed);
		List<JacksonModule> modules = new ArrayList<>(SecurityJacksonModules.getModules(loader, allowed));
		modules.add(module);
		return modules;
	}

	@Override
	public void configurePolymorphicTypeValidator(BasicPolymorphicTypeValidator.Builder builder) {
		// Exact classes only: WeComRefusalException may be subclassed
		builder.allowIfSubType(new BasicPolymorphicTypeValidator.TypeMatcher() {
			@Override
			public boolean match(DatabindContext context, Class<?> type) {
				return type == WeComUser.class || type == WeComRefusalException.class
						|| type == WeComSignInDetails.class;
			}
		});
	}

	/**
	 * Writes the class name even where the declared type is final.
	 */
	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	private static final class Typed {

	}

	/**
	 * Mix-in for {@link WeComUser}, which is written as its state.
	 */
	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	private abstract static class User {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		User(WeComUserState state) {
		}

		@JsonValue
		abstract WeComUserState state();

	}

	/**
	 * Mix-in for the records that a user and the details consist of. Their constructors
	 * require the mandatory fields.
	 */
	@JsonIgnoreProperties(ignoreUnknown = true)
	@JsonAutoDetect(isGetterVisibility = Visibility.NONE)
	private abstract static class Part {

	}

	/**
	 * Mix-in for {@link WeComSignInDetails}.
	 */
	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	@JsonIgnoreProperties(value = "sessionId", ignoreUnknown = true)
	private abstract static class SignInDetails {

		@JsonCreator
		SignInDetails(
				@JsonProperty(value = "remoteAddress",
						required = true) @JsonSetter(nulls = Nulls.FAIL) String remoteAddress,
				@JsonProperty(value = "registrationId",
						required = true) @JsonSetter(nulls = Nulls.FAIL) String registrationId,
				@JsonProperty("way") @Nullable SignInWay way, @JsonProperty("refusalCode") @Nullable String refusalCode,
				@JsonProperty("reference") @Nullable String reference,
				@JsonProperty("device") @Nullable SignInDevice device) {
		}

	}

}
