/**
 * Helpers without knowledge of WeCom: deadlines, background threads, log rate limiting,
 * AEAD and keyed hashes, ASCII ids.
 */
@NullMarked
package io.github.wecomlogin.util;

import org.jspecify.annotations.NullMarked;
