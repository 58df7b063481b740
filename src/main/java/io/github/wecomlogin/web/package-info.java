/**
 * What meets a request or a response: authorization request resolver and repository,
 * callback filter, entry point, failure and logout handlers.
 */
@NullMarked
package io.github.wecomlogin.web;

import org.jspecify.annotations.NullMarked;
