/**
 * Members of a company, as one application sees them.
 */
@NullMarked
package io.github.wecomlogin.directory;

import org.jspecify.annotations.NullMarked;
