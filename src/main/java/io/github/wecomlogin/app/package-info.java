/**
 * The ready-made application. Uses the library as any other application would.
 */
@NullMarked
package io.github.wecomlogin.app;

import org.jspecify.annotations.NullMarked;
