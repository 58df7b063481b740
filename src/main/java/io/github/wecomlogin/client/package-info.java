/**
 * The WeCom server API: typed calls, the application token, errors. Knows HTTP and
 * nothing of Spring Security.
 */
@NullMarked
package io.github.wecomlogin.client;

import org.jspecify.annotations.NullMarked;
