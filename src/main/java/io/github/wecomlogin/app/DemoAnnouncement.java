package io.github.wecomlogin.app;

import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Logs the addresses of the demo and connects the simulator's events to it.
 */
@Component
@Profile("demo")
class DemoAnnouncement {

	private static final Log logger = LogFactory.getLog(DemoAnnouncement.class);

	private final Environment environment;

	private final SimulatedWeCom simulator;

	DemoAnnouncement(Environment environment, SimulatedWeCom simulator) {
		this.environment = environment;
		this.simulator = simulator;
	}

	@EventListener(ApplicationReadyEvent.class)
	void announce() {
		String port = this.environment.getProperty("local.server.port");
		if (port == null) {
			// No server in a mock environment
			return;
		}
		String url = "http://127.0.0.1:" + port + this.environment.getProperty("server.servlet.context-path", "");
		receiveEvents(url);
		logger.info("""
				The demo is running. 演示已启动。

				    Open 请打开                   %s/
				    Administrator 管理员          zhaoliu 赵六
				    Simulated WeCom 模拟企业微信   %s
				    Leavers 模拟员工离职           %s
				""".formatted(url, this.simulator.apiUrl(), this.simulator.companyUrl()));
	}

	private void receiveEvents(String url) {
		String token = this.environment.getProperty("wecom.callback.token");
		String key = this.environment.getProperty("wecom.callback.encoding-aes-key");
		if (token != null && key != null) {
			this.simulator.tell(this.simulator.callback(url + "/wecom/callback/wecom", token, key));
		}
	}

}
