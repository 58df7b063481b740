package io.github.wecomlogin.client.token;

import java.time.Instant;

/**
 * That WeCom gives no token that it accepts, which is remembered for a while, because it
 * bans servers that go on asking (D/91039).
 *
 * @param endpoint the path that was called, without a query
 * @param errorCode the {@code errcode}
 * @param until when it is worth asking again
 */
public record ApplicationTokenRefusal(String endpoint, int errorCode, Instant until) {

}
