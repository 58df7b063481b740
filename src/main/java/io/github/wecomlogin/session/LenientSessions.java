package io.github.wecomlogin.session;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;

/**
 * Makes Spring Session's Redis repositories treat unreadable data as absent, with any
 * serializer. An unreadable attribute is absent; a session whose timestamps or security
 * context cannot be read has ended.
 */
public final class LenientSessions {

	private LenientSessions() {
	}

	/**
	 * Configures a repository.
	 * @param repository a repository of
	 * {@code spring.session.data.redis.repository-type=default}
	 */
	public static void applyTo(RedisSessionRepository repository) {
		applyTo(repository.getSessionRedisOperations());
		repository.setRedisSessionMapper(new LenientSessionMapper());
	}

	/**
	 * Configures a repository.
	 * @param repository a repository of
	 * {@code spring.session.data.redis.repository-type=indexed}
	 */
	public static void applyTo(RedisIndexedSessionRepository repository) {
		RedisSerializer<Object> serializer = applyTo(repository.getSessionRedisOperations());
		if (serializer != null) {
			// Messages about new sessions carry the attributes too
			repository.setDefaultSerializer(serializer);
		}
		repository.setRedisSessionMapper(new LenientSessionMapper());
	}

	@SuppressWarnings("unchecked")
	private static @Nullable RedisSerializer<Object> applyTo(RedisOperations<String, Object> operations) {
		if (!(operations instanceof RedisTemplate<String, Object> template)) {
			return null;
		}
		RedisSerializer<?> serializer = template.getHashValueSerializer();
		LenientSessionSerializer lenient = (serializer instanceof LenientSessionSerializer already) ? already
				: new LenientSessionSerializer((RedisSerializer<Object>) serializer);
		template.setHashValueSerializer(lenient.returning(LenientSessionMapper.UNREADABLE));
		return lenient;
	}

}
