package io.github.wecomlogin.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application in which the members of a company sign in with WeCom.
 */
@SpringBootApplication
public class WeComLoginApplication {

	/**
	 * Starts the application.
	 * @param args properties, such as {@code --server.port=8081}
	 */
	public static void main(String[] args) {
		SpringApplication.run(WeComLoginApplication.class, args);
	}

}
