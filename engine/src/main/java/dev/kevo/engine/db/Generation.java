package dev.kevo.engine.db;

import dev.kevo.engine.memtable.MemTable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * MemTables of all keyspaces that were filled together and now wait to be flushed.
 *
 * @param number counts generations since open
 * @param memTables those that are not empty, by keyspace id
 * @param lastSequence the newest sequence in them
 * @param nextLogNumber the log segment that holds what came after them
 * @param logBytes the size of the log segment that they are still in
 */
record Generation(
    long number,
    Map<Integer, MemTable> memTables,
    long lastSequence,
    long nextLogNumber,
    long logBytes) {
  Generation {
    // Sorted, so that the same work gives the same files.
    memTables = Collections.unmodifiableMap(new TreeMap<>(memTables));
  }
}
