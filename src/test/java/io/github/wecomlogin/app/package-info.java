@NullMarked
package io.github.wecomlogin.app;

import org.jspecify.annotations.NullMarked;
