/** The one contract of internal iterators, and the ways to combine them. */
@NullMarked
package dev.kevo.engine.iter;

import org.jspecify.annotations.NullMarked;
