/**
 * Decides who may sign in and with which authorities: the rules applied, explained and
 * extended.
 */
@NullMarked
package io.github.wecomlogin.authorization;

import org.jspecify.annotations.NullMarked;
