package io.github.wecomlogin.web.request;

import java.util.List;

import io.github.wecomlogin.util.IpAddresses;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ForwardedHeaderFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What counts as one client.
 */
class ClientAddressTests {

	private final ClientAddress address = new ClientAddress(
			new TrustedProxies(List.of("127.0.0.0/8", "::1", "192.0.2.77")));

	@ParameterizedTest
	@CsvSource({ "203.0.113.7, 203.0.113.7", "203.0.113.7:40312, 203.0.113.7", "::ffff:203.0.113.7, 203.0.113.7",
			"2001:db8:1:2:3:4:5:6, 20010db800010002", "2001:db8:1:2::9, 20010db800010002",
			"[2001:db8:1:2::9], 20010db800010002", "[2001:db8:1:2::9]:40312, 20010db800010002",
			"2001:db8:1:2::9%eth7, 20010db800010002", "::1, 0000000000000000" })
	void whenAddressIsWrittenInAnyWayThenItIsOneClient(String address, String client) {
		assertThat(IpAddresses.client(address)).isEqualTo(client);
	}

	@Test
	void whenNetworksDifferThenClientsDiffer() {
		assertThat(IpAddresses.client("2001:db8:1:2::1")).isNotEqualTo(IpAddresses.client("2001:db8:1:3::1"));
		assertThat(IpAddresses.client("203.0.113.7")).isNotEqualTo(IpAddresses.client("203.0.113.8"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "unknown", "a:b:c", "xyz::1", "example.com::1", "1.2.3.4:5:6", ":", "::::" })
	void whenItIsNoAddressThenNothingIsLookedUp(String address) {
		assertThat(IpAddresses.client(address)).hasSizeLessThanOrEqualTo(64);
	}

	@Test
	void whenContainerKnowsNoneThenItIsEmpty() {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setRemoteAddr(null);
		assertThat(this.address.find(request)).isEmpty();
	}

	@Test
	void whenItIsLongThenOnlyItsBeginningIsKept() {
		assertThat(IpAddresses.client("1".repeat(10_000))).hasSize(64);
		assertThat(this.address.find(request("1".repeat(10_000)))).hasSize(64);
	}

	@ParameterizedTest
	@CsvSource({ "203.0.113.7, 203.0.113.200, 203.0.114.7", "2001:db8:1:200::1, 2001:db8:1:2ff::1, 2001:db8:1:300::1" })
	void whenClientsAreOfOneNetworkThenItIsTheSame(String client, String neighbour, String stranger) {
		String network = IpAddresses.network(IpAddresses.client(client));
		assertThat(network).isEqualTo(IpAddresses.network(IpAddresses.client(neighbour)))
			.isNotEqualTo(IpAddresses.network(IpAddresses.client(stranger)));
	}

	@Test
	void whenNobodyAppliesForwardedHeadersThenTheyDoNotCount() {
		assertThat(this.address.find(request("127.0.0.1", "X-Forwarded-For", "203.0.113.7"))).isEqualTo("127.0.0.1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			// Whoever is no proxy says nothing about anybody
			"192.0.2.1 | X-Forwarded-For | 203.0.113.7 | 192.0.2.1",
			"10.0.0.7 | X-Forwarded-For | 203.0.113.7 | 10.0.0.7",
			// What a proxy appends stands to the right, also for a visitor of a private
			// network
			"127.0.0.1 | X-Forwarded-For | 203.0.113.7 | 203.0.113.7",
			"127.0.0.1 | X-Forwarded-For | 203.0.113.7, 10.0.0.7 | 10.0.0.7",
			"127.0.0.1 | X-Forwarded-For | 127.0.0.1, 192.168.1.5 | 192.168.1.5",
			"127.0.0.1 | X-Forwarded-For | 203.0.113.7, 198.51.100.1, 192.0.2.77 | 198.51.100.1",
			"::1 | X-Forwarded-For | 2001:db8::7 | 2001:db8::7",
			"192.0.2.77 | X-Forwarded-For | 203.0.113.7 | 203.0.113.7",
			"127.0.0.1 | Forwarded | for=203.0.113.7;proto=https, For=\"[2001:db8::7]:4711\" | [2001:db8::7]:4711",
			"127.0.0.1 | X-Forwarded-For | 127.0.0.1, 192.0.2.77 | 127.0.0.1" })
	void whenFilterAppliesHeadersThenOnlyThoseOfTrustedProxiesCount(String peer, String header, String value,
			String expected) throws Exception {
		MockFilterChain chain = new MockFilterChain();
		new ForwardedHeaderFilter().doFilter(request(peer, header, value), new MockHttpServletResponse(), chain);
		assertThat(this.address.find((HttpServletRequest) chain.getRequest())).isEqualTo(expected);
	}

	@Test
	void whenVisitorSendsAnotherHeaderThanTheProxyThenItDoesNotCount() throws Exception {
		MockHttpServletRequest request = request("127.0.0.1", "Forwarded", "for=203.0.113.7");
		request.addHeader("X-Forwarded-For", "198.51.100.1");
		MockFilterChain chain = new MockFilterChain();
		new ForwardedHeaderFilter().doFilter(request, new MockHttpServletResponse(), chain);
		assertThat(this.address.find((HttpServletRequest) chain.getRequest())).isEqualTo("198.51.100.1");
	}

	@Test
	void whenVisitorClaimsToBeTheProxyThenThatDoesNotCount() throws Exception {
		MockHttpServletRequest request = request("127.0.0.1", "X-Forwarded-For", "127.0.0.1");
		request.addHeader("X-Forwarded-For", "198.51.100.1");
		MockFilterChain chain = new MockFilterChain();
		new ForwardedHeaderFilter().doFilter(request, new MockHttpServletResponse(), chain);
		assertThat(this.address.find((HttpServletRequest) chain.getRequest())).isEqualTo("198.51.100.1");
	}

	private static MockHttpServletRequest request(String peer, String... header) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setRemoteAddr(peer);
		if (header.length > 0) {
			request.addHeader(header[0], header[1]);
		}
		return request;
	}

}
