/**
 * The application token (D/91039) and where it is stored.
 */
@NullMarked
package io.github.wecomlogin.client.token;

import org.jspecify.annotations.NullMarked;
