/**
 * Callbacks from WeCom: verification, decryption and publication as events.
 */
@NullMarked
package io.github.wecomlogin.event;

import org.jspecify.annotations.NullMarked;
