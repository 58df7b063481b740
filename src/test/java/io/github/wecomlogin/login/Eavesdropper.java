package io.github.wecomlogin.login;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.wecomlogin.client.WeComRestClientCustomizer;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Reads along what WeCom says, to know what must not appear elsewhere.
 */
@Configuration(proxyBeanMethods = false)
class Eavesdropper {

	private static final Set<String> CREDENTIALS = ConcurrentHashMap.newKeySet();

	/**
	 * The secret, tokens and tickets of all applications that this one is part of.
	 */
	static Set<String> credentials() {
		CREDENTIALS.add(SimulatedWeCom.SECRET);
		return CREDENTIALS;
	}

	@Bean
	WeComRestClientCustomizer eavesdropper() {
		return (builder) -> builder.requestInterceptor((request, body, execution) -> {
			var response = execution.execute(request, body);
			JsonNode answer = JsonMapper.shared().readTree(response.getBody().readAllBytes());
			for (String field : List.of("access_token", "user_ticket")) {
				if (answer.path(field).isString()) {
					CREDENTIALS.add(answer.path(field).asString());
				}
			}
			return response;
		});
	}

}
