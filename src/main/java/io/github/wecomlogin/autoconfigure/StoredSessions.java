package io.github.wecomlogin.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.wecomlogin.session.SessionIndex;
import io.github.wecomlogin.session.SpringSessionIndex;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.util.ClassUtils;

/**
 * Holds the indexes of sessions stored outside the servlet container.
 *
 * @param indexes the session indexes
 * @param haveIndex whether every session store has an index
 */
record StoredSessions(List<SessionIndex> indexes, boolean haveIndex) {

	private static final String SPRING_SESSION = "org.springframework.session.SessionRepository";

	static StoredSessions find(ListableBeanFactory beans) {
		return ClassUtils.isPresent(SPRING_SESSION, null) ? OfSpringSession.find(beans)
				: new StoredSessions(List.of(), true);
	}

	/**
	 * Isolates references to Spring Session, which is optional.
	 */
	private static final class OfSpringSession {

		static StoredSessions find(ListableBeanFactory beans) {
			List<SessionIndex> indexes = new ArrayList<>();
			boolean haveIndex = true;
			for (Object repository : beans.getBeanProvider(ResolvableType.forClass(SessionRepository.class))) {
				if (repository instanceof FindByIndexNameSessionRepository<?> indexed) {
					indexes.add(index(indexed));
				}
				else {
					haveIndex = false;
				}
			}
			return new StoredSessions(indexes, haveIndex);
		}

		private static <S extends Session> SessionIndex index(FindByIndexNameSessionRepository<S> repository) {
			return new SpringSessionIndex(repository);
		}

	}

}
