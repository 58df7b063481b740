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
 * Keeps session attributes as JSON, in the form that Spring Data Redis'
 * {@code GenericJacksonJsonRedisSerializer} gives them. Unlike that one it takes no class
 * name from the JSON past the type validator, not even that of a final class, so whoever
 * writes to Redis can make nothing but what Spring Security and
 * {@link WeComJacksonModule} know, and what the claims of other providers consist of. As
 * a bean with the name {@code springSessionDefaultRedisSerializer} it becomes Spring
 * Session's.
 */
public final class JsonSessionSerializer implements RedisSerializer<Object> {

	private final JsonMapper mapper;

	/**
	 * Creates a serializer for what Spring Security and this library put into a session.
	 * @param loader loads Spring Security's modules
	 */
	public JsonSessionSerializer(ClassLoader loader) {
		this(loader, BasicPolymorphicTypeValidator.builder());
	}

	/**
	 * Creates a serializer for what Spring Security, this library and the application put
	 * into a session.
	 * @param loader loads Spring Security's modules
	 * @param allowed knows which classes of the application may be read; is changed
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
			// Not the cause, which quotes what is there
			throw new SerializationException("A session attribute cannot be read from JSON");
		}
	}

	/**
	 * What an identity token of another provider is read into: without these nobody who
	 * signs in there would have a session that can be read.
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
