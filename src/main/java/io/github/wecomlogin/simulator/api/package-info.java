/**
 * Simulated server API.
 */
@NullMarked
package io.github.wecomlogin.simulator.api;

import org.jspecify.annotations.NullMarked;
