package io.github.wecomlogin.session;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.simulator.SimulatedCallback;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Employee;
import io.github.wecomlogin.user.SignInWay;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators and security officers see of sessions that end.
 */
@ExtendWith(OutputCaptureExtension.class)
class SessionEndReportTests {

	private static final String TOKEN = "SecretToken123";

	private static final String AES_KEY = "SecretKeyfghijklmnopqrstuvwxyz0123456789ABC";

	@Test
	void whenSessionsEndThenTrailMetersAndLogSaySo(CapturedOutput output) {
		try (RunningApplication application = new RunningApplication(Audited.class, "wecom.callback.token=" + TOKEN,
				"wecom.callback.encoding-aes-key=" + AES_KEY, "logging.level.io.github.wecomlogin=TRACE",
				"logging.level.org.springframework.security=TRACE")) {
			application.signedIn(application.desktop(), "zhangsan");
			application.signedIn(application.inWeCom(), "lisi");
			application.wecom()
				.company()
				.update(application.wecom().company().employee("zhangsan").withStatus(Employee.LEFT));
			SimulatedCallback callback = application.wecom()
				.callback(application.url() + "/wecom/callback/wecom", TOKEN, AES_KEY);
			callback.unsubscribe("zhangsan");
			callback.sendRaw("a=b", "garbage");
			assertThat(application.bean(WeComSessions.class).endAll(SimulatedWeCom.CORP_ID, "lisi")).isOne();
			AuditEventRepository trail = application.bean(AuditEventRepository.class);
			List<AuditEvent> ends = trail.find(null, null, "SESSION_ENDED");
			for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); ends.size() < 2;) {
				assertThat(System.nanoTime()).isLessThan(end);
				LockSupport.parkNanos(1_000_000);
				ends = trail.find(null, null, "SESSION_ENDED");
			}
			assertThat(ends).filteredOn((event) -> event.getPrincipal().equals("zhangsan"))
				.singleElement()
				.satisfies((event) -> assertThat(event.getData()).containsEntry("reason", "not_active")
					.containsEntry("registrationId", "wecom")
					.containsEntry("corpId", SimulatedWeCom.CORP_ID)
					.containsEntry("remoteAddress", "127.0.0.1")
					.containsEntry("way", SignInWay.WEB_LOGIN)
					.containsKey("signedInAt"));
			assertThat(ends).filteredOn((event) -> event.getPrincipal().equals("lisi"))
				.singleElement()
				.satisfies((event) -> assertThat(event.getData()).containsEntry("reason", "session_ended"));
			MeterRegistry meters = application.bean(MeterRegistry.class);
			assertThat(meters.get("wecom.session.ended").tag("reason", "not_active").counter().count()).isOne();
			assertThat(meters.get("wecom.session.ended").tag("reason", "session_ended").counter().count()).isOne();
			assertThat(meters.get("wecom.events").tag("outcome", "accepted").functionCounter().count()).isOne();
			assertThat(meters.get("wecom.events").tag("outcome", "refused").functionCounter().count()).isOne();
			assertThat(meters.get("wecom.events.pending").gauge().value()).isNotNegative();
			assertThat(meters.get("wecom.session.recheck.interval").timeGauge().value(TimeUnit.MINUTES)).isEqualTo(10);
			assertThat(output).contains("A session ended: not_active (registration 'wecom')")
				.contains("A session ended: session_ended")
				.contains("A callback at /wecom/callback/wecom was refused")
				.doesNotContain(TOKEN, AES_KEY);
			assertThat(output.getAll().lines().filter((line) -> line.contains("io.github.wecomlogin")))
				.noneMatch((line) -> line.contains("zhangsan") || line.contains("lisi"));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(LeaverTests.Application.class)
	static class Audited {

		@Bean
		AuditEventRepository auditEventRepository() {
			return new InMemoryAuditEventRepository();
		}

	}

}
