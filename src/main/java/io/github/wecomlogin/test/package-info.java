/**
 * Support for the tests of applications that sign their users in with WeCom.
 */
@NullMarked
package io.github.wecomlogin.test;

import org.jspecify.annotations.NullMarked;
