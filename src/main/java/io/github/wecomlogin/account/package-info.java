/**
 * The local account of a member: how it is found, and what happens without one.
 */
@NullMarked
package io.github.wecomlogin.account;

import org.jspecify.annotations.NullMarked;
