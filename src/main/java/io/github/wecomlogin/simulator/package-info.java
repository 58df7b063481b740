/**
 * A stand-in for WeCom (企业微信) with a small demo company in it, for development and tests.
 * It knows nothing but the wire format of WeCom, and serves no company but the demo one.
 */
@NullMarked
package io.github.wecomlogin.simulator;

import org.jspecify.annotations.NullMarked;
