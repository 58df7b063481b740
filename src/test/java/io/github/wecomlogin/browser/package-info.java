/**
 * The pages as people see them, in a real browser.
 */
@NullMarked
package io.github.wecomlogin.browser;

import org.jspecify.annotations.NullMarked;
