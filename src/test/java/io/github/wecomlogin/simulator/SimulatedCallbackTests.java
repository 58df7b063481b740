package io.github.wecomlogin.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What is sent, against what others made (D/90968; binarywang/WxJava, xen0n/go-workwx).
 */
class SimulatedCallbackTests extends SimulatorTestBase {

	private static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

	@Test
	void whenRandomIsKnownThenSoIsWhatIsEncrypted() {
		CallbackSeal seal = new CallbackSeal("token", AES_KEY);
		assertThat(seal.encrypt("aaaabbbbccccdddd".getBytes(StandardCharsets.US_ASCII),
				"我是中文abcd123".getBytes(StandardCharsets.UTF_8), "wxb11529c136998cb6"))
			.isEqualTo("jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==");
	}

	@ParameterizedTest
	@CsvSource({
			"QDG6eK,1409659589,263014780,5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3,P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==",
			"kjr2TKI8umCBfVF3wAHk8JiPwma5VBme,1583940690,VHh7ymSeb0jc4lSb,1ba3cb09c0d2c2b3ed6900d37f91a6efae6cb011,6KmUQuPVu7UhjyVqRdbo5SfcRqaHvbUlKSHFvBV2ZuR6TIlKsygcfeSd1GDplg1C5KSKr6UPHCaC/nIX3ZNt9w==" })
	void whenMessageIsKnownThenSoIsItsSignature(String token, String timestamp, String nonce, String signature,
			String encrypted) {
		assertThat(new CallbackSeal(token, AES_KEY).sign(timestamp, nonce, encrypted)).isEqualTo(signature);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://example.com/wecom/callback/wecom", "https://10.0.0.1/", "/wecom/callback/wecom" })
	void whenApplicationIsNotOnThisMachineThenNobodyIsCalled(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> weCom.callback(url, "Token1", AES_KEY));
	}

	@Test
	void whenSomethingHappensThenItIsSentSignedAndEncrypted() {
		weCom.wireMock().stubFor(any(urlPathEqualTo("/receiver")).willReturn(ok("success")));
		SimulatedCallback callback = weCom.callback(weCom.apiUrl() + "/receiver", "Token1", AES_KEY);
		for (SimulatedCallback.Reply reply : List.of(callback.subscribe("a"), callback.unsubscribe("a"),
				callback.createUser("a", 1), callback.updateUser("a", 1, 2), callback.updateUserStatus("a", 2),
				callback.renameUser("a", "b"), callback.deleteUser("a"), callback.createParty(7, 1),
				callback.updateParty(7, 2), callback.deleteParty(7),
				callback.updateTag(7L, List.of("a"), List.of(), List.of(1L), List.of()))) {
			assertThat(reply).isEqualTo(new SimulatedCallback.Reply(200, "success"));
		}
		assertThat(weCom.calls("/receiver")).isEqualTo(11);
		assertThat(callback.checkUrl()).as("answered with something else").isFalse();
		SimulatedCallback.Sealed sealed = callback.seal("<xml>secret</xml>");
		assertThat(URLDecoder.decode(sealed.query(), StandardCharsets.UTF_8))
			.matches("msg_signature=[0-9a-f]{40}&timestamp=\\d+&nonce=\\d+");
		assertThat(sealed.body()).contains("<Encrypt><![CDATA[").doesNotContain("secret");
		assertThat(callback.toString()).doesNotContain("Token1", AES_KEY);
	}

	@Test
	void whenThereIsAProxyThenItIsNotUsedNorIsAnotherProtocolAskedFor() {
		weCom.wireMock()
			.stubFor(any(urlPathEqualTo("/receiver")).withHeader("Upgrade", absent()).willReturn(ok("success")));
		ProxySelector before = ProxySelector.getDefault();
		ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress("127.0.0.1", 1)));
		try {
			assertThat(weCom.callback(weCom.apiUrl() + "/receiver", "Token1", AES_KEY).subscribe("a").status())
				.isEqualTo(200);
		}
		finally {
			ProxySelector.setDefault(before);
		}
	}

	@Test
	@Timeout(60)
	void whenApplicationStopsInTheMiddleThenItIsNotWaitedFor() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Thread application = new Thread(() -> {
				try (Socket socket = server.accept()) {
					socket.getOutputStream()
						.write("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsu".getBytes(StandardCharsets.US_ASCII));
					// Until the other side gives up
					socket.getInputStream().readAllBytes();
				}
				catch (IOException ex) {
					// It has
				}
			});
			application.start();
			SimulatedCallback callback = weCom.callback("http://127.0.0.1:" + server.getLocalPort() + "/", "Token1",
					AES_KEY);
			assertThatIllegalStateException().isThrownBy(() -> callback.subscribe("a"))
				.withMessage("The application did not respond");
			application.join();
		}
	}

}
