package io.github.wecomlogin.app;

import io.github.wecomlogin.simulator.SimulatedWeCom;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Tells the pages of the simulator. Not part of the production jar, like everything that
 * uses the simulator.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("wecom.simulator.enabled")
class DemoConfiguration {

	@Bean
	SimulatorUrls simulatorUrls(SimulatedWeCom simulator) {
		return new SimulatorUrls(simulator.apiUrl(), simulator.companyUrl());
	}

}
