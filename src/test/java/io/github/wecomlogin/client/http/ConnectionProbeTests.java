package io.github.wecomlogin.client.http;

import java.nio.file.Path;
import java.time.Duration;

import io.github.wecomlogin.UnusedPorts;
import io.github.wecomlogin.client.TlsServer;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionProbeTests {

	private static final Duration TIME = Duration.ofSeconds(20);

	@Test
	void whenCertificateIsNotTrustedThenItIsShown(@TempDir Path directory) {
		try (TlsServer server = new TlsServer(directory, "localhost")) {
			ConnectionProbe probe = ConnectionProbe.of("https://localhost:" + server.port() + "/x", TIME, null);
			assertThat(probe.failure()).isNotNull();
			assertThat(probe.failure().reason()).isEqualTo(ApiConnectException.Reason.TLS_FAILED);
			assertThat(probe.certificate()).isNotNull();
			assertThat(probe.certificate().getIssuerX500Principal().getName()).isEqualTo("CN=localhost");
			assertThat(server.clientPorts()).isEmpty();
		}
	}

	@Test
	void whenServerAnswersWithoutTlsThenNoCertificate() {
		try (SimulatedWeCom weCom = SimulatedWeCom.start()) {
			assertThat(ConnectionProbe.of(weCom.apiUrl(), TIME, null)).isEqualTo(new ConnectionProbe(null, null));
		}
	}

	@Test
	void whenNoServerListensThenFailureNamesTheAddress() {
		int port = UnusedPorts.next();
		assertThat(ConnectionProbe.of("http://127.0.0.1:" + port, TIME, null).failure())
			.hasMessageStartingWith("127.0.0.1:" + port + ": ");
	}

}
