/**
 * Pages about members: roles, sessions and lookup.
 */
@NullMarked
package io.github.wecomlogin.app.member;

import org.jspecify.annotations.NullMarked;
