package io.github.wecomlogin.session;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.refusal.WeComRefusalJson;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.user.WeComSignInDetails;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.user.WeComUserJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import org.springframework.security.jackson.SecurityJacksonModule;
import org.springframework.security.jackson.SecurityJacksonModules;

/**
 * Lets Jackson 3 write and read a signed-in {@link WeComUser} with all that it has, for
 * sessions that are kept as JSON, beside Spring Security's own modules:
 *
 * <pre class="code">
 * JsonMapper.builder()
 *     .addModules(WeComJacksonModule.withSecurityModules(getClass().getClassLoader()))
 *     .build();
 * </pre>
 *
 * For Spring Session with Redis, {@code JsonSessionSerializer} does this.
 * <p>
 * A user written by another version of this library is read whole or not at all. Classes
 * that Spring Security and this module do not know are not read; that includes
 * authorities of a class of one's own, which have to be allowed and, if need be, given a
 * mix-in. Jackson 2 is not supported.
 */
@SuppressWarnings("serial")
public final class WeComJacksonModule extends SecurityJacksonModule {

	/**
	 * Creates the module. It works only together with Spring Security's modules, and only
	 * if their type validator allows what this one needs: see
	 * {@link #withSecurityModules(ClassLoader)}.
	 */
	public WeComJacksonModule() {
		super(WeComJacksonModule.class.getName(), Version.unknownVersion());
		addSerializer(WeComUser.class, new WeComUserJson.Writer());
		addDeserializer(WeComUser.class, new WeComUserJson.Reader());
		addSerializer(WeComRefusalException.class, new WeComRefusalJson.Writer());
		addDeserializer(WeComRefusalException.class, new WeComRefusalJson.Reader());
		setMixInAnnotation(WeComUser.class, Typed.class);
		setMixInAnnotation(WeComRefusalException.class, Typed.class);
		setMixInAnnotation(WeComSignInDetails.class, SignInDetails.class);
	}

	/**
	 * Returns this module with those of Spring Security that the class path has, and a
	 * type validator that allows their types and no others.
	 * @param loader loads Spring Security's modules
	 * @return all modules that a mapper for sessions needs
	 */
	public static List<JacksonModule> withSecurityModules(ClassLoader loader) {
		return withSecurityModules(loader, BasicPolymorphicTypeValidator.builder());
	}

	/**
	 * Returns this module with those of Spring Security that the class path has, and a
	 * type validator that allows their types and those of the application.
	 * @param loader loads Spring Security's modules
	 * @param allowed knows which classes of the application may be read, such as those of
	 * authorities and of other session attributes; is changed
	 * @return all modules that a mapper for sessions needs
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
		// These very classes: the exception has subclasses, perhaps
		builder.allowIfSubType(new BasicPolymorphicTypeValidator.TypeMatcher() {
			@Override
			public boolean match(DatabindContext context, Class<?> type) {
				return type == WeComUser.class || type == WeComRefusalException.class
						|| type == WeComSignInDetails.class;
			}
		});
	}

	/**
	 * Says of which class a value is even where it could be of no other.
	 */
	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	private static final class Typed {

	}

	/**
	 * From where and how the member came.
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
				@JsonProperty("way") @Nullable SignInWay way,
				@JsonProperty("refusalCode") @Nullable String refusalCode) {
		}

	}

}
