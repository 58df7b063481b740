/**
 * Configurers that put the sign-in and the session checks into a security filter chain.
 */
@NullMarked
package io.github.wecomlogin.config;

import org.jspecify.annotations.NullMarked;
