package io.github.wecomlogin.login;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What counts as one client.
 */
class ClientAddressTests {

	@ParameterizedTest
	@CsvSource({ "203.0.113.7, 203.0.113.7", "203.0.113.7:40312, 203.0.113.7", "::ffff:203.0.113.7, 203.0.113.7",
			"2001:db8:1:2:3:4:5:6, 20010db800010002", "2001:db8:1:2::9, 20010db800010002",
			"[2001:db8:1:2::9], 20010db800010002", "[2001:db8:1:2::9]:40312, 20010db800010002",
			"2001:db8:1:2::9%eth7, 20010db800010002", "::1, 0000000000000000" })
	void whenAddressIsWrittenInAnyWayThenItIsOneClient(String address, String client) {
		assertThat(ClientAddress.of(address)).isEqualTo(client);
	}

	@Test
	void whenNetworksDifferThenClientsDiffer() {
		assertThat(ClientAddress.of("2001:db8:1:2::1")).isNotEqualTo(ClientAddress.of("2001:db8:1:3::1"));
		assertThat(ClientAddress.of("203.0.113.7")).isNotEqualTo(ClientAddress.of("203.0.113.8"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "unknown", "a:b:c", "xyz::1", "example.com::1", "1.2.3.4:5:6", ":", "::::" })
	void whenItIsNoAddressThenNothingIsLookedUp(String address) {
		assertThat(ClientAddress.of(address)).hasSizeLessThanOrEqualTo(64);
	}

	@Test
	void whenContainerKnowsNoneThenItIsEmpty() {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setRemoteAddr(null);
		assertThat(ClientAddress.of(request)).isEmpty();
	}

	@Test
	void whenItIsLongThenOnlyItsBeginningIsKept() {
		assertThat(ClientAddress.of("1".repeat(10_000))).hasSize(64);
	}

}
