/** Small programs to copy from; each has a {@code main} and is run by a test. */
@NullMarked
package dev.kevo.examples;

import org.jspecify.annotations.NullMarked;
