package io.github.wecomlogin.authentication;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The decision of a {@link SignInBulkhead} about a sign-in.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param permit the permit, to be closed when the sign-in is over, or {@code null} if the
 * sign-in is refused as {@code busy}
 * @param retryAfter the time after which a refused sign-in can expect to be admitted
 */
public record Admission(@Nullable SignInPermit permit, Duration retryAfter) {

}
