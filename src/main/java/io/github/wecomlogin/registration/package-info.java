/**
 * Registrations of WeCom applications.
 */
@NullMarked
package io.github.wecomlogin.registration;

import org.jspecify.annotations.NullMarked;
