/**
 * Test support for applications that sign in members with WeCom.
 */
@NullMarked
package io.github.wecomlogin.test;

import org.jspecify.annotations.NullMarked;
