package io.github.wecomlogin.app;

import io.github.wecomlogin.simulator.SimulatedWeCom;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Provides the addresses of the simulator to the pages. Excluded from the production jar,
 * like all types that use the simulator.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("wecom.simulator.enabled")
class DemoConfiguration {

	/**
	 * Listens at the address of the application, for the image of the demo: its ports are
	 * published at loopback addresses.
	 */
	@Bean(destroyMethod = "close")
	@Profile("container")
	SimulatedWeCom simulatedWeCom(@Value("${server.address}") String address,
			@Value("${wecom.simulator.port}") int port) {
		return SimulatedWeCom.builder().bindAddress(address).port(port).start();
	}

	@Bean
	SimulatorUrls simulatorUrls(SimulatedWeCom simulator) {
		return new SimulatorUrls(simulator.apiUrl(), simulator.companyUrl());
	}

}
