/**
 * Hand-over of a sign-in to a front end without a session: from the callback to the
 * application's own token.
 */
@NullMarked
package io.github.wecomlogin.token;

import org.jspecify.annotations.NullMarked;
