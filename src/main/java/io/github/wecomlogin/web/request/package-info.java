/**
 * Properties of a request: caller, browser, client address, parameters.
 */
@NullMarked
package io.github.wecomlogin.web.request;

import org.jspecify.annotations.NullMarked;
