/**
 * Ready-made application, built on the public API of the library.
 */
@NullMarked
package io.github.wecomlogin.app;

import org.jspecify.annotations.NullMarked;
