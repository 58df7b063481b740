package io.github.wecomlogin.app.doctor;

import io.github.wecomlogin.store.RedisSharedStore;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Beans for the command: the shared store in Redis, created if it is checked. Without a
 * stereotype, so that the application does not find it by scanning.
 */
@ImportAutoConfiguration({ SslAutoConfiguration.class, DataRedisAutoConfiguration.class })
class DoctorConfiguration {

	@Bean
	RedisSharedStore sharedStore(RedisConnectionFactory connections) {
		return RedisSharedStore.forCommands(connections);
	}

}
