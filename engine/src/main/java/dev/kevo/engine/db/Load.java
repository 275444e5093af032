package dev.kevo.engine.db;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.compaction.Written;
import java.util.Arrays;

/**
 * Tables that wait for a sequence and a place in their keyspace.
 *
 * @param written tables with entries that have no sequence, at least one, and their value files
 */
record Load(int keyspaceId, Written written) {
  byte[] first() {
    return written.tables().get(0).smallest();
  }

  byte[] last() {
    return written.tables().get(written.tables().size() - 1).largest();
  }

  /** All keys from the first to the last one. */
  KeyRange range() {
    byte[] last = last();
    return new KeyRange(first(), Arrays.copyOf(last, last.length + 1));
  }
}
