package io.github.wecomlogin.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;

/**
 * Starts the ready-made application. Redis is configured only through
 * {@link SharedSessions}.
 */
@SpringBootApplication(exclude = DataRedisAutoConfiguration.class)
public class WeComLoginApplication {

	/**
	 * Starts the application.
	 * @param args properties, such as {@code --server.port=8081}
	 */
	public static void main(String[] args) {
		SpringApplication.run(WeComLoginApplication.class, args);
	}

}
