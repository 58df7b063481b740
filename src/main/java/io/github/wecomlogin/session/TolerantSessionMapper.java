package io.github.wecomlogin.session;

import java.util.Map;
import java.util.function.BiFunction;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.MapSession;
import org.springframework.session.data.redis.RedisSessionMapper;

/**
 * Takes a session for absent whose own times cannot be read, and an attribute that is not
 * what Spring Session's index of names expects, which would fail on every page.
 */
final class TolerantSessionMapper implements BiFunction<String, @Nullable Map<String, Object>, @Nullable MapSession> {

	private static final Log logger = LogFactory.getLog(TolerantSessionMapper.class);

	private static final Map<String, Class<?>> INDEXED = Map.of(
			HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY, SecurityContext.class,
			FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, String.class);

	private final RedisSessionMapper delegate = new RedisSessionMapper();

	@Override
	public @Nullable MapSession apply(String sessionId, @Nullable Map<String, Object> entries) {
		if (entries == null) {
			return null;
		}
		try {
			MapSession session = this.delegate.apply(sessionId, entries);
			INDEXED.forEach((name, type) -> {
				if (!type.isInstance(session.getAttribute(name))) {
					session.removeAttribute(name);
				}
			});
			return session;
		}
		catch (IllegalArgumentException | IllegalStateException | ClassCastException ex) {
			logger.info("A session cannot be read and counts as ended (" + ex.getClass().getSimpleName() + ")");
			return null;
		}
	}

}
