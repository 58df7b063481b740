/**
 * The principal and the account behind it.
 */
@NullMarked
package io.github.wecomlogin.user;

import org.jspecify.annotations.NullMarked;
