/**
 * What the library costs, measured with a large company.
 */
@NullMarked
package io.github.wecomlogin.benchmark;

import org.jspecify.annotations.NullMarked;
