package io.github.wecomlogin.client.token;

import java.time.Instant;

/**
 * WeCom's refusal to issue a token. Remembered for a while, because WeCom bans servers
 * that keep asking (D/91039).
 *
 * @param endpoint the path called, without query
 * @param errorCode the {@code errcode}
 * @param until when the next attempt is allowed
 */
public record ApplicationTokenRefusal(String endpoint, int errorCode, Instant until) {

}
