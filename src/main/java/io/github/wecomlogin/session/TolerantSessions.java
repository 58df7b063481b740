package io.github.wecomlogin.session;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;

/**
 * Makes Spring Session's repositories in Redis read tolerantly, whatever serializer they
 * use: an attribute that cannot be read is absent, and a session whose own times or
 * security context cannot be read has ended.
 */
public final class TolerantSessions {

	private TolerantSessions() {
	}

	/**
	 * Changes a repository.
	 * @param repository one of {@code spring.session.data.redis.repository-type=default}
	 */
	public static void applyTo(RedisSessionRepository repository) {
		applyTo(repository.getSessionRedisOperations());
		repository.setRedisSessionMapper(new TolerantSessionMapper());
	}

	/**
	 * Changes a repository.
	 * @param repository one of {@code spring.session.data.redis.repository-type=indexed}
	 */
	public static void applyTo(RedisIndexedSessionRepository repository) {
		RedisSerializer<Object> serializer = applyTo(repository.getSessionRedisOperations());
		if (serializer != null) {
			// For messages about new sessions, which carry the attributes too
			repository.setDefaultSerializer(serializer);
		}
		repository.setRedisSessionMapper(new TolerantSessionMapper());
	}

	@SuppressWarnings("unchecked")
	private static @Nullable RedisSerializer<Object> applyTo(RedisOperations<String, Object> operations) {
		if (!(operations instanceof RedisTemplate<String, Object> template)) {
			return null;
		}
		RedisSerializer<?> serializer = template.getHashValueSerializer();
		TolerantSessionSerializer tolerant = (serializer instanceof TolerantSessionSerializer already) ? already
				: new TolerantSessionSerializer((RedisSerializer<Object>) serializer);
		template.setHashValueSerializer(tolerant.returning(TolerantSessionMapper.UNREADABLE));
		return tolerant;
	}

}
