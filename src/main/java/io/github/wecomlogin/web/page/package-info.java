/**
 * Sign-in, refusal and busy pages of the library.
 */
@NullMarked
package io.github.wecomlogin.web.page;

import org.jspecify.annotations.NullMarked;
