/**
 * Change stamps: invalidate sessions after an event, on every node.
 */
@NullMarked
package io.github.wecomlogin.invalidation;

import org.jspecify.annotations.NullMarked;
