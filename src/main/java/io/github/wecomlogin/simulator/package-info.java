/**
 * Simulator of WeCom (企业微信) with a small demo company, for development and tests.
 * Implements the wire format of WeCom independently of the library, for the demo company
 * only.
 */
@NullMarked
package io.github.wecomlogin.simulator;

import org.jspecify.annotations.NullMarked;
