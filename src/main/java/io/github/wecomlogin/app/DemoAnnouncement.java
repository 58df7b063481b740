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

	/**
	 * User ID of the member to whom the rules of the demo give the role ADMIN.
	 */
	private static final String ADMINISTRATOR = "zhaoliu";

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
		logger.info(OperatorTexts.TEXTS.inBoth("demo.running") + "\n" + line("demo.open", url + "/")
				+ line("demo.administrator", ADMINISTRATOR) + line("demo.simulator", this.simulator.apiUrl())
				+ line("demo.leavers", this.simulator.companyUrl()));
	}

	private static String line(String key, String value) {
		return "\n    " + OperatorTexts.TEXTS.inBoth(key) + ": " + value;
	}

	private void receiveEvents(String url) {
		String token = this.environment.getProperty("wecom.callback.token");
		String key = this.environment.getProperty("wecom.callback.encoding-aes-key");
		if (token != null && key != null) {
			this.simulator.tell(this.simulator.callback(url + "/wecom/callback/wecom", token, key));
		}
	}

}
