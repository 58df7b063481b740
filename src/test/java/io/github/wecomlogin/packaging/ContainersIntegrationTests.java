package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.wecomlogin.UnusedPorts;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The clustered demo as its files describe it, without Docker.
 */
@RequiresNginx
@Timeout(240)
class ContainersIntegrationTests {

	@TempDir
	private static Path directory;

	private static Cluster cluster;

	@BeforeAll
	static void start() {
		cluster = Cluster.start(directory);
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@Test
	void whenMemberSignsInThenBothNodesKnowThem() throws IOException {
		Member member = new Member(cluster.site(), "zhaoliu");
		assertThat(member.signIn()).isEqualTo(Member.Outcome.SIGNED_IN);
		for (int i = 0; i < 4; i++) {
			assertThat(member.open("/api/me").body()).contains("\"userId\":\"zhaoliu\"",
					"\"roles\":[\"ADMIN\",\"USER\"]");
			assertThat(member.open("/admin").statusCode()).isEqualTo(200);
		}
		assertThat(cluster.nginx().requests("/api/me", cluster.port("8081"))).isPositive();
		assertThat(cluster.nginx().requests("/api/me", cluster.port("8082"))).isPositive();
	}

	@Test
	void whenVisitorSendsHeadersOfAProxyThenNobodyBelievesThem() throws IOException {
		Member member = new Member(cluster.site(), "zhangsan");
		HttpResponse<String> response = member.open("/", "X-Forwarded-Host", "evil.example.com", "X-Forwarded-Proto",
				"https", "X-Forwarded-Port", "443", "Forwarded", "host=evil.example.com;proto=https");
		assertThat(response.statusCode()).isEqualTo(302);
		assertThat(response.headers().firstValue("Location").orElseThrow()).isIn("/login", cluster.site() + "/login");
		assertThat(response.headers().allValues("Set-Cookie")).noneMatch((cookie) -> cookie.contains("Secure"));
	}

	@Test
	void whenSiteIsOpenedByAnotherNameThenItsOwnNameFollows() throws IOException {
		Member member = new Member(cluster.site().resolve("http://127.0.0.1:" + cluster.site().getPort()), "zhangsan");
		HttpResponse<String> response = member.open("/admin?x=1");
		assertThat(response.statusCode()).isEqualTo(302);
		assertThat(response.headers().firstValue("Location")).contains(cluster.site() + "/admin?x=1");
	}

	@Test
	void whenHealthIsAskedForThroughNginxThenNotFound() throws IOException {
		Member member = new Member(cluster.site(), "zhangsan");
		assertThat(member.open("/actuator/health").statusCode()).isEqualTo(404);
		assertThat(member.open("//actuator/health").statusCode()).isEqualTo(404);
		assertThat(member.open("/%61ctuator/health").statusCode()).isEqualTo(404);
	}

	@Test
	void whenMembersSignInThenNoLogHasACodeOrSecret() throws IOException {
		assertThat(new Member(cluster.site(), "lisi").signIn()).isEqualTo(Member.Outcome.SIGNED_IN);
		String everything = cluster.nginx().output() + cluster.output("node-1") + cluster.output("node-2")
				+ cluster.output("simulator");
		assertThat(everything).contains("/login/oauth2/code/wecom", "demo company only")
			.doesNotContain("code=", "state=", "simulated-", SimulatedWeCom.SECRET, "lisi");
	}

	@Test
	void whenDemoImageRunsThenMemberOfItsCompanySignsIn() throws IOException {
		Dockerfile demo = Dockerfile.read().stage("demo");
		String port = String.valueOf(UnusedPorts.next());
		String simulatorPort = String.valueOf(UnusedPorts.next());
		List<String> command = Dockerfile.onThisMachine(demo.entrypoint());
		command.replaceAll((word) -> word.replace("0.0.0.0", "127.0.0.1")
			.replaceFirst("port=8080$", "port=" + port)
			.replaceFirst("port=8090$", "port=" + simulatorPort));
		try (ApplicationProcess process = ApplicationProcess.start(demo.workingDirectory(cluster.images()),
				directory.resolve("demo.log"), Map.of(), command)) {
			assertThat(process.awaitPort()).isEqualTo(Integer.parseInt(port));
			Member member = new Member(URI.create("http://127.0.0.1:" + port), "zhaoliu");
			assertThat(member.signIn()).isEqualTo(Member.Outcome.SIGNED_IN);
			assertThat(member.open("/admin").statusCode()).isEqualTo(200);
			assertThat(process.output()).contains("http://127.0.0.1:" + simulatorPort);
		}
	}

}
