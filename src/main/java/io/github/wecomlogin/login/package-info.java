/**
 * The sign-in itself, as an ordinary Spring Security OAuth2 login.
 */
@NullMarked
package io.github.wecomlogin.login;

import org.jspecify.annotations.NullMarked;
