/** Turns MemTables and tables into better tables: what to merge, how, and what may be dropped. */
@NullMarked
package dev.kevo.engine.compaction;

import org.jspecify.annotations.NullMarked;
