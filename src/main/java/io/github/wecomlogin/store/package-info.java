/**
 * Storage shared by the nodes of a cluster: sealed entries with hashed names and a
 * limited lifetime.
 */
@NullMarked
package io.github.wecomlogin.store;

import org.jspecify.annotations.NullMarked;
