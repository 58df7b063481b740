package io.github.wecomlogin.app;

import java.util.List;

import io.github.wecomlogin.app.doctor.DoctorCommand;

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
	 * Starts the application, or runs the command {@value DoctorCommand#NAME}.
	 * @param args properties, such as {@code --server.port=8081}, or the command and its
	 * options
	 */
	public static void main(String[] args) {
		if (args.length > 0 && args[0].equals(DoctorCommand.NAME)) {
			System.exit(DoctorCommand.run(List.of(args).subList(1, args.length)));
		}
		SpringApplication.run(WeComLoginApplication.class, args);
	}

}
