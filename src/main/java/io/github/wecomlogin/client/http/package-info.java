/**
 * HTTP connections to the WeCom server API, with time and size limits.
 */
@NullMarked
package io.github.wecomlogin.client.http;

import org.jspecify.annotations.NullMarked;
