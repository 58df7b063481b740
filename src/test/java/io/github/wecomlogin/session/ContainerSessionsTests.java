package io.github.wecomlogin.session;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.SessionRecorder;
import io.github.wecomlogin.user.WeComUser;
import jakarta.servlet.http.HttpSessionEvent;
import org.apache.catalina.Context;
import org.junit.jupiter.api.Test;

import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;

class ContainerSessionsTests {

	private static final String CORP_ID = "ww0123456789abcdef";

	private final ContainerSessions sessions = new ContainerSessions();

	@Test
	void whenSessionIsSignedInThenItIsFoundUnderItsPresentId() {
		MockHttpSession session = signedIn("zhangsan");
		assertThat(this.sessions.find(CORP_ID, "zhangsan")).extracting(IndexedSession::id)
			.containsExactly(session.getId());
		String id = session.changeSessionId();
		assertThat(this.sessions.find(CORP_ID, "zhangsan")).extracting(IndexedSession::id).containsExactly(id);
		assertThat(this.sessions.find(CORP_ID, "lisi")).isEmpty();
	}

	@Test
	void whenIdHasChangedThenTheSessionEndsUnderItsPresentId() {
		MockHttpSession session = signedIn("zhangsan");
		MockHttpSession other = signedIn("zhangsan");
		this.sessions.end(session.changeSessionId());
		assertThat(session.isInvalid()).isTrue();
		assertThat(other.isInvalid()).isFalse();
		assertThat(this.sessions.find(CORP_ID, "zhangsan")).extracting(IndexedSession::id)
			.containsExactly(other.getId());
	}

	@Test
	void whenSessionIsDestroyedThenItIsForgotten() {
		MockHttpSession same = signedIn("zhangsan");
		MockHttpSession changed = signedIn("zhangsan");
		changed.changeSessionId();
		this.sessions.sessionDestroyed(new HttpSessionEvent(same));
		this.sessions.sessionDestroyed(new HttpSessionEvent(changed));
		assertThat(this.sessions.find(CORP_ID, "zhangsan")).isEmpty();
	}

	@Test
	void whenEventHasItsOwnObjectThenTheSessionIsForgotten() {
		MockHttpSession session = signedIn("zhangsan");
		MockHttpSession other = signedIn("zhangsan");
		this.sessions.sessionDestroyed(new HttpSessionEvent(new MockHttpSession(null, session.getId())));
		assertThat(this.sessions.find(CORP_ID, "zhangsan")).extracting(IndexedSession::id)
			.containsExactly(other.getId());
	}

	@Test
	void whenIdsHaveChangedThenADestroyedSessionIsNotSearchedFor() {
		AtomicInteger asked = new AtomicInteger();
		MockHttpSession session = new MockHttpSession();
		this.sessions.sessionCreated(new HttpSessionEvent(session));
		this.sessions.sessionCreated(new HttpSessionEvent(new MockHttpSession() {
			@Override
			public String getId() {
				asked.incrementAndGet();
				return super.getId();
			}
		}));
		asked.set(0);
		session.changeSessionId();
		this.sessions.sessionDestroyed(new HttpSessionEvent(session));
		assertThat(asked).hasValue(0);
	}

	@Test
	void whenASessionHasNoIdThenTheOthersAreFoundAndEnded() {
		this.sessions.sessionCreated(new HttpSessionEvent(new MockHttpSession(null, "none") {
			@Override
			public String getId() {
				return null;
			}
		}));
		MockHttpSession session = signedIn("zhangsan");
		this.sessions.end(session.getId());
		assertThat(session.isInvalid()).isTrue();
	}

	@Test
	void whenNobodyIsSignedInThenNothingIsFound() {
		this.sessions.sessionCreated(new HttpSessionEvent(new MockHttpSession()));
		assertThat(this.sessions.find(CORP_ID, "zhangsan")).isEmpty();
	}

	@Test
	void whenOnTomcatThenRequestsNotifyNoListenerOfTheLibrary() {
		try (RunningApplication application = new RunningApplication()) {
			TomcatWebServer server = (TomcatWebServer) ((ServletWebServerApplicationContext) application.context())
				.getWebServer();
			assertThat(server).isNotNull();
			Context context = (Context) server.getTomcat().getHost().findChildren()[0];
			assertThat(context.getApplicationEventListeners())
				.allSatisfy((listener) -> assertThat(listener).isInstanceOf(SessionRecorder.class));
		}
	}

	private MockHttpSession signedIn(String userId) {
		MockHttpSession session = new MockHttpSession();
		this.sessions.sessionCreated(new HttpSessionEvent(session));
		WeComUser user = WeComUser.withUserId("wecom", CORP_ID, userId).build();
		session.setAttribute("SPRING_SECURITY_CONTEXT",
				new SecurityContextImpl(new OAuth2AuthenticationToken(user, user.getAuthorities(), "wecom")));
		return session;
	}

}
