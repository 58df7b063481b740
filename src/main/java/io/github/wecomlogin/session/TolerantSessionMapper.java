package io.github.wecomlogin.session;

import java.util.Map;
import java.util.Set;
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
 * Takes a session for absent whose own times cannot be read, or of which nobody knows any
 * more whose it is: the next to sign in with it would get what the one before left there.
 * Takes an attribute for absent that cannot be read or is not what Spring Session's index
 * of names expects, which would fail on every page.
 */
final class TolerantSessionMapper implements BiFunction<String, @Nullable Map<String, Object>, @Nullable MapSession> {

	private static final Log logger = LogFactory.getLog(TolerantSessionMapper.class);

	/**
	 * Stands for an attribute that is there and cannot be read.
	 */
	static final Object UNREADABLE = new Object();

	private static final String CONTEXT = HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;

	private static final String PRINCIPAL_NAME = FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;

	private final RedisSessionMapper delegate = new RedisSessionMapper();

	@Override
	public @Nullable MapSession apply(String sessionId, @Nullable Map<String, Object> entries) {
		if (entries == null) {
			return null;
		}
		try {
			MapSession session = this.delegate.apply(sessionId, entries);
			Object context = session.getAttribute(CONTEXT);
			if (context != null && !(context instanceof SecurityContext)) {
				logger.info("A session of which nobody knows whose it is counts as ended");
				return null;
			}
			for (String name : Set.copyOf(session.getAttributeNames())) {
				Object value = session.getAttribute(name);
				if (value == UNREADABLE || (name.equals(PRINCIPAL_NAME) && !(value instanceof String))) {
					session.removeAttribute(name);
				}
			}
			return session;
		}
		catch (IllegalArgumentException | IllegalStateException | ClassCastException ex) {
			logger.info("A session cannot be read and counts as ended (" + ex.getClass().getSimpleName() + ")");
			return null;
		}
	}

}
