/**
 * Pages for administrators: state, refusals, search, rules and export of roles.
 */
@NullMarked
package io.github.wecomlogin.app.admin;

import org.jspecify.annotations.NullMarked;
