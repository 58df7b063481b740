/**
 * A sign-in attempt and its sealed cookie.
 */
@NullMarked
package io.github.wecomlogin.attempt;

import org.jspecify.annotations.NullMarked;
