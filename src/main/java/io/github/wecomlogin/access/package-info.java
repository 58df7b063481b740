/**
 * From a member to roles.
 */
@NullMarked
package io.github.wecomlogin.access;

import org.jspecify.annotations.NullMarked;
