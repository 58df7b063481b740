package io.github.wecomlogin.session;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * Deserializes unreadable values as absent. A session written by another version of the
 * application then requires a new sign-in instead of failing on every request until it
 * expires. Serialization errors are not suppressed.
 */
public final class LenientSessionSerializer implements RedisSerializer<Object> {

	private static final Log logger = LogFactory.getLog(LenientSessionSerializer.class);

	private final RedisSerializer<Object> delegate;

	private final @Nullable Object unreadable;

	/**
	 * Creates the serializer.
	 * @param delegate serializes and deserializes values
	 */
	public LenientSessionSerializer(RedisSerializer<Object> delegate) {
		this(delegate, null);
	}

	private LenientSessionSerializer(RedisSerializer<Object> delegate, @Nullable Object unreadable) {
		this.delegate = delegate;
		this.unreadable = unreadable;
	}

	/**
	 * Returns a serializer that distinguishes unreadable values from absent ones.
	 * @param unreadable the value returned for unreadable data
	 */
	LenientSessionSerializer returning(Object unreadable) {
		return new LenientSessionSerializer(this.delegate, unreadable);
	}

	@Override
	public byte[] serialize(@Nullable Object value) {
		return this.delegate.serialize(value);
	}

	/**
	 * Deserializes a value.
	 * @param bytes the serialized value, or {@code null}
	 * @return the value, or {@code null} if it is absent or unreadable
	 */
	@Override
	public @Nullable Object deserialize(byte @Nullable [] bytes) {
		try {
			return this.delegate.deserialize(bytes);
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			// Without message and cause, which may quote the data
			logger.info(
					"A session attribute written by another version of this application or its libraries cannot be read "
							+ "and is treated as absent (" + ex.getClass().getSimpleName() + ")");
			return this.unreadable;
		}
	}

	@Override
	public boolean canSerialize(Class<?> type) {
		return this.delegate.canSerialize(type);
	}

	@Override
	public Class<?> getTargetType() {
		return this.delegate.getTargetType();
	}

}
