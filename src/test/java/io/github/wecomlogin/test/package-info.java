@NullMarked
package io.github.wecomlogin.test;

import org.jspecify.annotations.NullMarked;
