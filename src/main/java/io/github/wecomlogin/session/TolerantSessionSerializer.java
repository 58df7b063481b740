package io.github.wecomlogin.session;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * Takes for absent what cannot be read, because another version of the application has
 * written it: whoever has such a session signs in again instead of meeting an error on
 * every page until it expires. Errors in writing stay errors.
 */
public final class TolerantSessionSerializer implements RedisSerializer<Object> {

	private static final Log logger = LogFactory.getLog(TolerantSessionSerializer.class);

	private final RedisSerializer<Object> delegate;

	private final @Nullable Object unreadable;

	/**
	 * Creates the serializer.
	 * @param delegate writes, and reads what can be read
	 */
	public TolerantSessionSerializer(RedisSerializer<Object> delegate) {
		this(delegate, null);
	}

	private TolerantSessionSerializer(RedisSerializer<Object> delegate, @Nullable Object unreadable) {
		this.delegate = delegate;
		this.unreadable = unreadable;
	}

	/**
	 * Returns a serializer that tells what cannot be read from what is not there.
	 * @param unreadable what to return in place of what cannot be read
	 */
	TolerantSessionSerializer returning(Object unreadable) {
		return new TolerantSessionSerializer(this.delegate, unreadable);
	}

	@Override
	public byte[] serialize(@Nullable Object value) {
		return this.delegate.serialize(value);
	}

	/**
	 * Reads a value.
	 * @param bytes what was written, or {@code null}
	 * @return the value, or {@code null} if there is none or it cannot be read
	 */
	@Override
	public @Nullable Object deserialize(byte @Nullable [] bytes) {
		try {
			return this.delegate.deserialize(bytes);
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			// Neither message nor cause: both may quote what is there
			logger.info("Part of a session cannot be read and counts as absent: another version of this application "
					+ "or its libraries wrote it (" + ex.getClass().getSimpleName() + ")");
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
