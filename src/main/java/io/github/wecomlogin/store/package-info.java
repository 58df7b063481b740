/**
 * What the nodes of a cluster share: sealed entries under hidden names, which vanish by
 * themselves.
 */
@NullMarked
package io.github.wecomlogin.store;

import org.jspecify.annotations.NullMarked;
