/** The newest entries of a keyspace, in memory and sorted, until they are flushed to a table. */
@NullMarked
package dev.kevo.engine.memtable;

import org.jspecify.annotations.NullMarked;
