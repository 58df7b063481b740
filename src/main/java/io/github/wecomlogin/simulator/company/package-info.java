/**
 * Simulated company.
 */
@NullMarked
package io.github.wecomlogin.simulator.company;

import org.jspecify.annotations.NullMarked;
