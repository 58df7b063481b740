@NullMarked
package io.github.wecomlogin.simulator;

import org.jspecify.annotations.NullMarked;
