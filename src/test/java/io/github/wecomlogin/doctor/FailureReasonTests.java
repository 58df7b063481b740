package io.github.wecomlogin.doctor;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FailureReasonTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			a.example:443: Connection refused | a.example:443：连接被拒绝
			a.example:443: connect timed out | a.example:443：未及时应答
			a.example:443 through proxy 10.0.0.8:3128: No route to host | a.example:443 → 10.0.0.8:3128：没有到达该主机的路由
			HTTP 407 for a.example:443 through proxy 10.0.0.8:3128 | HTTP 407: a.example:443 → 10.0.0.8:3128
			a.example:443: No subject alternative DNS name matching a.example found. | a.example:443：证书属于其他主机
			a.example:443: PKIX path building failed: x.Y: unable to find valid certification path to requested target \
			| a.example:443: x.Y：证书不受信任
			a.example:443: PKIX path validation failed: x.Y: validity check failed | a.example:443: x.Y：证书已过期或尚未生效
			a.example:443: Received fatal alert: handshake_failure | a.example:443: handshake_failure：TLS 握手失败
			Connection reset | 连接被关闭
			The shared store is not available: no answer within 500 ms | 未及时应答
			The shared store is not available: RedisException READONLY | RedisException READONLY
			a.example:443: The moon is full | a.example:443
			203.0.113.7 | 203.0.113.7
			password-reset.example.com:443: Connection refused | password-reset.example.com:443：连接被拒绝
			password-reset.example.com:443: The moon is full | password-reset.example.com:443
			HTTP 407 for reset:443 through proxy expired.example:3128 | HTTP 407: reset:443 → expired.example:3128
			expired.example:443: No subject alternative DNS name matching expired.example found. \
			| expired.example:443：证书属于其他主机
			a.example:443: NotAfter: Sat Nov 28 00:00:00 UTC 2026 \
			| a.example:443: Sat Nov 28 00:00:00 UTC 2026：证书已过期或尚未生效
			""")
	void whenReasonIsEnglishThenItIsTranslated(String reason, String chinese) {
		assertThat(FailureReason.of(reason).chinese()).isEqualTo(chinese);
	}

	@Test
	void whenReasonIsUnknownThenEnglishReportHasIt() {
		assertThat(FailureReason.of("a.example:443: The moon is full").english())
			.isEqualTo("a.example:443: The moon is full");
	}

	@Test
	void whenThereIsNoReasonThenEmpty() {
		assertThat(FailureReason.of(new IOException()).chinese()).isEmpty();
	}

}
