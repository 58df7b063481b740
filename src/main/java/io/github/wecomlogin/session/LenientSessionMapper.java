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
 * Maps Redis hashes to sessions and treats unreadable data as absent. A session ends if
 * its timestamps or its security context cannot be read: without the latter its owner is
 * unknown, and its attributes must not pass to the next member who signs in. Any other
 * unreadable attribute is removed, and so is a principal name of the wrong type, which
 * would make Spring Session's name index fail on every request.
 */
final class LenientSessionMapper implements BiFunction<String, @Nullable Map<String, Object>, @Nullable MapSession> {

	private static final Log logger = LogFactory.getLog(LenientSessionMapper.class);

	/**
	 * Marks an attribute that is present but cannot be read.
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
				logger.info("A session whose security context cannot be read is treated as expired");
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
			logger.info("A session that cannot be read is treated as expired (" + ex.getClass().getSimpleName() + ")");
			return null;
		}
	}

}
