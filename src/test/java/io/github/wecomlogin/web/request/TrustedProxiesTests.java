package io.github.wecomlogin.web.request;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which addresses are those of proxies.
 */
class TrustedProxiesTests {

	@ParameterizedTest
	@CsvSource({ "10.1.0.0/16, 10.1.255.7, 10.2.0.1", "192.0.2.10, 192.0.2.10, 192.0.2.11",
			"192.0.2.10/32, 192.0.2.10:4711, 192.0.2.11:4711", "2001:db8::/48, 2001:db8:0:ffff::1, 2001:db8:1::1",
			"fd00::7, [fd00::7]:4711, fd00::8", "fd00::7, fd00::7%eth0, fd01::7",
			"127.0.0.0/8, ::ffff:127.0.0.1, ::ffff:10.0.0.1", "::/1, 2001:db8::1, 203.0.113.7" })
	void whenAddressIsInRangeThenItIsTrusted(String range, String inside, String outside) {
		TrustedProxies proxies = new TrustedProxies(List.of(range));
		assertThat(proxies.contains(inside)).isTrue();
		assertThat(proxies.contains(outside)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "unknown", "localhost", "fade.cafe", "1.2.3", "1.2.3.4.5", "300.0.0.1", "a:b:c", ":",
			"::::", "127.0.0.1, 127.0.0.1", "127.1", "2130706433" })
	void whenItIsNoAddressThenItIsNotTrusted(String address) {
		assertThat(new TrustedProxies(List.of("0.0.0.0/0", "::/0")).contains(address)).isFalse();
	}

	@Test
	void whenThereIsNoAddressThenItIsNotTrusted() {
		assertThat(new TrustedProxies(TrustedProxies.LOOPBACK).contains(null)).isFalse();
		assertThat(new TrustedProxies(List.of()).contains("127.0.0.1")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "nginx", "10.0.0.0/33", "2001:db8::/129", "10.0.0.0/", "10.0.0", "10\\.0\\..*", "*",
			"fade.cafe", "1:2", "::::", "10.0.0.1-10.0.0.9" })
	void whenRangeIsNoneThenItIsRefused(String range) {
		assertThatIllegalArgumentException().isThrownBy(() -> new TrustedProxies(List.of(range))).withMessage(range);
	}

}
