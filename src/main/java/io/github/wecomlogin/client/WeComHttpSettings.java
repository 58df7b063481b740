package io.github.wecomlogin.client;

import java.net.InetSocketAddress;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How the WeCom API is reached.
 *
 * @param apiUrl the address of the API without a trailing slash, for example
 * {@code https://qyapi.weixin.qq.com}
 * @param connectTimeout the longest time to wait for a connection
 * @param readTimeout the longest time one call may take, the whole answer included
 * @param proxy the HTTP proxy through which the API is called, for companies whose
 * trusted IP (企业可信IP) is a proxy's; {@code null} for a direct connection
 */
public record WeComHttpSettings(String apiUrl, Duration connectTimeout, Duration readTimeout,
		@Nullable InetSocketAddress proxy) {

}
