/** Sorted, immutable tables on disk. */
@NullMarked
package dev.kevo.engine.sstable;

import org.jspecify.annotations.NullMarked;
