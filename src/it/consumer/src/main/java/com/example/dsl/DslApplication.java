package com.example.dsl;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Sets everything of its own in its security filter chain.
 */
@SpringBootApplication
public class DslApplication {

	public static void main(String[] args) {
		SpringApplication.run(DslApplication.class, args);
	}

}
