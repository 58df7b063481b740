package io.github.wecomlogin.app;

import io.github.wecomlogin.simulator.SimulatedWeCom;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Provides the addresses of the simulator to the pages. Excluded from the production jar,
 * like all types that use the simulator.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("wecom.simulator.enabled")
class DemoConfiguration {

	@Bean
	SimulatorUrls simulatorUrls(SimulatedWeCom simulator) {
		return new SimulatorUrls(simulator.apiUrl(), simulator.companyUrl());
	}

}
