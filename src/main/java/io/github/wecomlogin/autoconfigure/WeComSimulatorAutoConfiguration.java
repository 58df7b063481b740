package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.simulator.SimulatedWeCom;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Starts a stand-in for WeCom on this machine, where one is wanted.
 */
@AutoConfiguration
@ConditionalOnClass(value = SimulatedWeCom.class, name = "com.github.tomakehurst.wiremock.WireMockServer")
@ConditionalOnBooleanProperty(name = "wecom.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("wecom.simulator.enabled")
@EnableConfigurationProperties(WeComProperties.class)
public final class WeComSimulatorAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	SimulatedWeCom simulatedWeCom(WeComProperties properties) {
		return SimulatedWeCom.builder().port(properties.getSimulator().getPort()).start();
	}

	@Bean
	WeComServers simulatedWeComServers(SimulatedWeCom simulator) {
		return new WeComServers(simulator.apiUrl(), simulator.authorizeUrl(), simulator.webLoginUrl());
	}

}
