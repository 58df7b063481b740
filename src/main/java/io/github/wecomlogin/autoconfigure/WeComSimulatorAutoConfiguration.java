package io.github.wecomlogin.autoconfigure;

import com.github.tomakehurst.wiremock.common.FatalStartupException;
import io.github.wecomlogin.autoconfigure.properties.InvalidWeComPropertyException;
import io.github.wecomlogin.autoconfigure.properties.SimulatedSettings;
import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import io.github.wecomlogin.autoconfigure.properties.WeComServers;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.util.Texts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration that starts the simulator on a loopback address if
 * {@code wecom.simulator.enabled} is set.
 */
@AutoConfiguration
@ConditionalOnClass(value = SimulatedWeCom.class, name = "com.github.tomakehurst.wiremock.WireMockServer")
@ConditionalOnBooleanProperty(name = "wecom.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("wecom.simulator.enabled")
@EnableConfigurationProperties(WeComProperties.class)
public final class WeComSimulatorAutoConfiguration {

	static final int DEFAULT_PORT = 8090;

	private static final int MAX_PORT = 65535;

	private static final Log logger = LogFactory.getLog(WeComSimulatorAutoConfiguration.class);

	@Bean
	static SimulatedSettings weComSimulatedSettings() {
		return new SimulatedSettings();
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	SimulatedWeCom simulatedWeCom(WeComProperties properties) {
		Integer port = properties.getSimulator().getPort();
		if (port == null) {
			return SimulatedWeCom.builder().firstFreePort(DEFAULT_PORT).start();
		}
		try {
			if (port >= 0 && port <= MAX_PORT) {
				return SimulatedWeCom.builder().port(port).start();
			}
		}
		catch (FatalStartupException ex) {
			// Reported below
		}
		throw new InvalidWeComPropertyException("wecom.simulator.port",
				Texts.OPERATORS.both("problem.simulator-port", port),
				Texts.OPERATORS.both("remedy.simulator-port", DEFAULT_PORT));
	}

	@Bean
	WeComServers simulatedWeComServers(SimulatedWeCom simulator) {
		logger.info(Texts.OPERATORS.inBoth("startup.simulator", simulator.indexUrl(), simulator.companyUrl()));
		return new WeComServers(simulator.apiUrl(), simulator.authorizeUrl(), simulator.webLoginUrl());
	}

}
