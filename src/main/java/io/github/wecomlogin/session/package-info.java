/**
 * Keeping a session true after sign-in.
 */
@NullMarked
package io.github.wecomlogin.session;

import org.jspecify.annotations.NullMarked;
