package io.github.wecomlogin.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;

/**
 * An application in which the members of a company sign in with WeCom. Redis is there
 * only where {@link SharedSessions} brings it.
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
