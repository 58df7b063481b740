/**
 * Callbacks from WeCom: verified, decrypted and published as events.
 */
@NullMarked
package io.github.wecomlogin.event;

import org.jspecify.annotations.NullMarked;
