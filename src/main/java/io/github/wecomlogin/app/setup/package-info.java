/**
 * The page {@code /setup}: checks the set-up and guides through the remaining steps.
 */
@NullMarked
package io.github.wecomlogin.app.setup;

import org.jspecify.annotations.NullMarked;
