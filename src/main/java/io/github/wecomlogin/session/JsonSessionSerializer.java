package io.github.wecomlogin.session;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.data.redis.serializer.SerializationException;

/**
 * Serializes session attributes as JSON in the format of Spring Data Redis'
 * {@code GenericJacksonJsonRedisSerializer}. Unlike that class, it checks every class
 * name against the type validator, including those of final classes. Write access to
 * Redis therefore cannot create objects other than those that Spring Security,
 * {@link WeComJacksonModule} and the claims of other providers need. Declare it as a bean
 * named {@code springSessionDefaultRedisSerializer} to use it with Spring Session.
 */
public final class JsonSessionSerializer implements RedisSerializer<Object> {

	private final JsonMapper mapper;

	/**
	 * Creates a serializer for the session attributes of Spring Security and this
	 * library.
	 * @param loader the class loader for Spring Security's modules
	 */
	public JsonSessionSerializer(ClassLoader loader) {
		this(loader, BasicPolymorphicTypeValidator.builder());
	}

	/**
	 * Creates a serializer for the session attributes of Spring Security, this library
	 * and the application.
	 * @param loader the class loader for Spring Security's modules
	 * @param allowed allows classes of the application; modified by this constructor
	 */
	public JsonSessionSerializer(ClassLoader loader, BasicPolymorphicTypeValidator.Builder allowed) {
		this.mapper = JsonMapper.builder()
			.addModules(WeComJacksonModule.withSecurityModules(loader, allowed.allowIfSubType(new Claims())))
			.build();
	}

	/**
	 * Writes a value.
	 * @param value the value, or {@code null}
	 * @return JSON in UTF-8, empty for {@code null}
	 * @throws SerializationException if the value cannot be written
	 */
	@Override
	public byte[] serialize(@Nullable Object value) {
		if (value == null) {
			return new byte[0];
		}
		try {
			return this.mapper.writeValueAsBytes(value);
		}
		catch (JacksonException ex) {
			throw new SerializationException("A session attribute cannot be written as JSON", ex);
		}
	}

	/**
	 * Reads a value.
	 * @param bytes JSON in UTF-8; {@code null} and empty for {@code null}
	 * @return the value
	 * @throws SerializationException if it cannot be read or is of a class that is not
	 * allowed
	 */
	@Override
	public @Nullable Object deserialize(byte @Nullable [] bytes) {
		if (bytes == null || bytes.length == 0) {
			return null;
		}
		try {
			return this.mapper.readValue(bytes, Object.class);
		}
		catch (JacksonException ex) {
			// Without the cause, which quotes the data
			throw new SerializationException("A session attribute cannot be read from JSON");
		}
	}

	/**
	 * Allows the types that the claims of an ID token are parsed into. Sessions of
	 * members who signed in with another provider need them.
	 */
	private static final class Claims implements BasicPolymorphicTypeValidator.TypeMatcher {

		private static final Set<String> TYPES = Set.of("java.lang.Long", "java.math.BigInteger",
				"java.math.BigDecimal", "java.net.URL", "com.nimbusds.jose.shaded.gson.internal.LinkedTreeMap");

		@Override
		public boolean match(DatabindContext context, Class<?> type) {
			return TYPES.contains(type.getName());
		}

	}

}
