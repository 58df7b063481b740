@NullMarked
package io.github.wecomlogin.packaging;

import org.jspecify.annotations.NullMarked;
