/**
 * Spring Boot auto-configuration and start-up checks.
 */
@NullMarked
package io.github.wecomlogin.autoconfigure;

import org.jspecify.annotations.NullMarked;
