/**
 * Rules: from a member to roles, and who may enter at all.
 */
@NullMarked
package io.github.wecomlogin.access;

import org.jspecify.annotations.NullMarked;
