/**
 * Refusal codes and their texts.
 */
@NullMarked
package io.github.wecomlogin.refusal;

import org.jspecify.annotations.NullMarked;
