package io.github.wecomlogin.client;

import java.net.InetSocketAddress;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * HTTP settings of a client.
 *
 * @param apiUrl the base URL of the API without a trailing slash, for example
 * {@code https://qyapi.weixin.qq.com}
 * @param connectTimeout the time limit for a connection
 * @param readTimeout the time limit of a call, including the whole response
 * @param proxy the HTTP proxy, for companies whose trusted IP (企业可信IP) is that of a
 * proxy; {@code null} for a direct connection
 */
public record WeComHttpSettings(String apiUrl, Duration connectTimeout, Duration readTimeout,
		@Nullable InetSocketAddress proxy) {

}
