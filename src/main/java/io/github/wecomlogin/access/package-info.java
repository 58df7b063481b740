/**
 * Access rules: who may sign in, and which roles a member gets.
 */
@NullMarked
package io.github.wecomlogin.access;

import org.jspecify.annotations.NullMarked;
