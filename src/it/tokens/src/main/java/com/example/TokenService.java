package com.example;

import java.time.Duration;
import java.util.Base64;
import java.util.Set;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.stereotype.Service;

/**
 * Opaque tokens in Redis, which are valid for half an hour after their last use.
 */
@Service
class TokenService {

	private static final Duration LIFETIME = Duration.ofMinutes(30);

	private final Base64StringKeyGenerator tokens = new Base64StringKeyGenerator(
			Base64.getUrlEncoder().withoutPadding(), 32);

	private final StringRedisTemplate redis;

	private final JsonMapper json;

	TokenService(StringRedisTemplate redis, JsonMapper json) {
		this.redis = redis;
		this.json = json;
	}

	String create(LoginUser user) {
		String token = this.tokens.generateKey();
		this.redis.opsForValue().set(key(token), this.json.writeValueAsString(user), LIFETIME);
		this.redis.opsForSet().add(keyOfAll(user.username()), token);
		this.redis.expire(keyOfAll(user.username()), Duration.ofDays(1));
		return token;
	}

	/**
	 * Returns the user of a token, or null.
	 */
	LoginUser find(String token) {
		String user = this.redis.opsForValue().getAndExpire(key(token), LIFETIME);
		return (user != null) ? this.json.readValue(user, LoginUser.class) : null;
	}

	void delete(String token) {
		this.redis.delete(key(token));
	}

	void deleteAll(String username) {
		Set<String> tokens = this.redis.opsForSet().members(keyOfAll(username));
		this.redis.delete(tokens.stream().map(TokenService::key).toList());
	}

	private static String key(String token) {
		return "token:" + token;
	}

	private static String keyOfAll(String username) {
		return "tokens-of:" + username;
	}

}
