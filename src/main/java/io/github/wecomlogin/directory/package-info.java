/**
 * Members, departments and tags of a company, as visible to one application.
 */
@NullMarked
package io.github.wecomlogin.directory;

import org.jspecify.annotations.NullMarked;
