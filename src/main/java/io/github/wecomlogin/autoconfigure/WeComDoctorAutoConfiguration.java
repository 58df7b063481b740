package io.github.wecomlogin.autoconfigure;

import java.time.Clock;

import io.github.wecomlogin.autoconfigure.properties.SetUpReader;
import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import io.github.wecomlogin.autoconfigure.properties.WeComServers;
import io.github.wecomlogin.client.WeComRestClientCustomizer;
import io.github.wecomlogin.doctor.WeComDoctor;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.store.SharedStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Auto-configuration for {@link WeComDoctor}.
 */
@AutoConfiguration(after = WeComAutoConfiguration.class)
@ConditionalOnBean(WeComRegistrations.class)
public final class WeComDoctorAutoConfiguration {

	@Bean
	WeComDoctor weComDoctor(WeComProperties properties, ConfigurableEnvironment environment,
			ObjectProvider<WeComServers> simulator, ObjectProvider<SharedStore> store,
			ObjectProvider<WeComRestClientCustomizer> customizers) {
		return new WeComDoctor(
				() -> SetUpReader.read(properties, environment, simulator.getIfAvailable(), store::getObject),
				customizers.orderedStream().toList(), Clock.systemUTC());
	}

}
