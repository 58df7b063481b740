package io.github.wecomlogin.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Starts the ready-made application. Redis is configured only through
 * {@link SharedSessions}.
 */
@ImportRuntimeHints(ApplicationHints.class)
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
