/** Blocks of immutable files, kept in memory within a bound of bytes. */
@NullMarked
package dev.kevo.engine.cache;

import org.jspecify.annotations.NullMarked;
