/**
 * The command {@code doctor} of the application, which examines a set-up without starting
 * the application.
 */
@NullMarked
package io.github.wecomlogin.app.doctor;

import org.jspecify.annotations.NullMarked;
