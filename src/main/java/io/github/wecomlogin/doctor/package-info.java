/**
 * Checks of a set-up: properties, network, the application in the WeCom console, rules,
 * the site's own address and the shared store, each explained with its remedy.
 */
@NullMarked
package io.github.wecomlogin.doctor;

import org.jspecify.annotations.NullMarked;
