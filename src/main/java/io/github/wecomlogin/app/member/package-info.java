/**
 * Pages about members: roles, sessions, look-up.
 */
@NullMarked
package io.github.wecomlogin.app.member;

import org.jspecify.annotations.NullMarked;
