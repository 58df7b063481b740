/**
 * The WeCom server API: typed calls, the application token, errors. Does not depend on
 * Spring Security.
 */
@NullMarked
package io.github.wecomlogin.client;

import org.jspecify.annotations.NullMarked;
