/**
 * Pages of the simulator.
 */
@NullMarked
package io.github.wecomlogin.simulator.page;

import org.jspecify.annotations.NullMarked;
