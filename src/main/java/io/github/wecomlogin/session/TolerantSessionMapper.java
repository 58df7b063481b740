package io.github.wecomlogin.session;

import java.util.Map;
import java.util.function.BiFunction;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.session.MapSession;
import org.springframework.session.data.redis.RedisSessionMapper;

/**
 * Takes a session for absent whose own times cannot be read.
 */
final class TolerantSessionMapper implements BiFunction<String, @Nullable Map<String, Object>, @Nullable MapSession> {

	private static final Log logger = LogFactory.getLog(TolerantSessionMapper.class);

	private final RedisSessionMapper delegate = new RedisSessionMapper();

	@Override
	public @Nullable MapSession apply(String sessionId, @Nullable Map<String, Object> entries) {
		if (entries == null) {
			return null;
		}
		try {
			return this.delegate.apply(sessionId, entries);
		}
		catch (IllegalArgumentException | IllegalStateException | ClassCastException ex) {
			logger.info("A session cannot be read and counts as ended (" + ex.getClass().getSimpleName() + ")");
			return null;
		}
	}

}
