package dev.kevo.engine.db;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.sstable.TableMeta;
import java.util.Arrays;
import java.util.List;

/**
 * Tables that wait for a sequence and a place in their keyspace.
 *
 * @param tables durable, by key, with entries that have no sequence; at least one
 */
record Load(int keyspaceId, List<TableMeta> tables) {
  byte[] first() {
    return tables.get(0).smallest();
  }

  byte[] last() {
    return tables.get(tables.size() - 1).largest();
  }

  /** All keys from the first to the last one. */
  KeyRange range() {
    byte[] last = last();
    return new KeyRange(first(), Arrays.copyOf(last, last.length + 1));
  }
}
