package io.github.wecomlogin.web.request;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator reads whose proxy is not listed.
 */
@ExtendWith(OutputCaptureExtension.class)
class ForwardedHeaderHintTests {

	private final ForwardedHeaderHint hint = new ForwardedHeaderHint(new TrustedProxies(List.of("10.0.0.0/8")));

	@ParameterizedTest
	@ValueSource(strings = { "172.18.0.5", "192.168.1.2", "100.64.3.4", "fd00::7", "127.0.0.1" })
	void whenHeadersComeFromAnotherInternalAddressThenItIsNamedOnce(String peer, CapturedOutput output)
			throws Exception {
		send(request(peer));
		send(request(peer));
		assertThat(output.getOut().lines().filter((line) -> line.contains("wecom.trusted-proxies"))).singleElement()
			.asString()
			.contains("came from " + peer + ",", "[10.0.0.0/8]");
	}

	@Test
	void whenHeadersComeFromAPublicAddressThenItIsNotNamed(CapturedOutput output) throws Exception {
		send(request("203.0.113.7"));
		assertThat(output).contains("came from a public address").doesNotContain("203.0.113.7");
	}

	@Test
	void whenProxyIsListedThenNothingIsLogged(CapturedOutput output) throws Exception {
		send(request("10.1.2.3"));
		assertThat(output).doesNotContain("wecom.trusted-proxies");
	}

	@Test
	void whenTomcatHasAppliedTheHeadersThenNothingIsLogged(CapturedOutput output) throws Exception {
		MockHttpServletRequest request = request("203.0.113.7");
		request.setAttribute("org.apache.tomcat.request.forwarded", Boolean.TRUE);
		send(request);
		assertThat(output).doesNotContain("wecom.trusted-proxies");
	}

	@Test
	void whenThereAreNoSuchHeadersThenNothingIsLogged(CapturedOutput output) throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setRemoteAddr("172.18.0.5");
		send(request);
		assertThat(output).doesNotContain("wecom.trusted-proxies");
	}

	private void send(MockHttpServletRequest request) throws Exception {
		MockFilterChain chain = new MockFilterChain();
		this.hint.doFilter(request, new MockHttpServletResponse(), chain);
		assertThat(chain.getRequest()).isSameAs(request);
	}

	private static MockHttpServletRequest request(String peer) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setRemoteAddr(peer);
		request.addHeader("X-Forwarded-For", "198.51.100.1");
		return request;
	}

}
