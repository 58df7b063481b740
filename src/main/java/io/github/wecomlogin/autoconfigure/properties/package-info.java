/**
 * Configuration properties, their checks and their mapping to the types of the library.
 */
@NullMarked
package io.github.wecomlogin.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
