package io.github.wecomlogin.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.github.wecomlogin.RawHttp;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many bodies that do not arrive, sent to a server with few threads.
 */
@ServerTest
@Timeout(120)
class SlowBodyTests {

	private static final String LIVENESS = "GET /actuator/health/liveness HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@ValueSource(strings = { "POST /wecom/callback/wecom?msg_signature=a", "POST /logout", "GET /login",
			"POST /actuator/health/liveness", "POST /login/oauth2/code/wecom?code=a&state=b", "PUT /assets/app.css",
			"TRACE /", "POST /missing", "POST /%00" })
	void whenManyBodiesAreSlowThenTheNodeStillAnswers(String target) throws IOException {
		List<RawHttp> slow = new ArrayList<>();
		try {
			for (int i = 0; i < 30; i++) {
				slow.add(RawHttp.connect(this.port)
					.write(target + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
							+ "Content-Length: 60000\r\n\r\n"));
			}
			for (int i = 0; i < 5; i++) {
				assertThat(RawHttp.status(this.port, LIVENESS)).isEqualTo(200);
				assertThat(RawHttp.status(this.port, "GET /login HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
					.isEqualTo(200);
				assertThat(RawHttp.status(this.port,
						"POST /logout HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx"))
					.isEqualTo(302);
			}
		}
		finally {
			for (RawHttp each : slow) {
				each.close();
			}
		}
	}

}
