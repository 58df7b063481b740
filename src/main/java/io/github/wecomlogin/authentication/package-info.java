/**
 * From an authorization code to an authenticated member: provider, code exchange, user
 * service, replay of a spent code.
 */
@NullMarked
package io.github.wecomlogin.authentication;

import org.jspecify.annotations.NullMarked;
