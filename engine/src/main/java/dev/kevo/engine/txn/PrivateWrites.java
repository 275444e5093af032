package dev.kevo.engine.txn;

import dev.kevo.engine.Slice;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.Lookup;
import dev.kevo.engine.key.RangeDelete;
import dev.kevo.engine.key.Tag;
import dev.kevo.engine.memtable.MemTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A transaction's writes before commit: a log of them, and the same sorted in a MemTable per
 * keyspace. The n-th write has the n-th private sequence, so a cursor that notes the newest one
 * when it is opened sees none that come later. For one thread at a time.
 */
final class PrivateWrites {
  private static final byte[] NO_VALUE = new byte[0];

  /**
   * One write.
   *
   * @param key for a range delete, the first deleted key
   * @param value for a put, the value; for a range delete, its end, null if it has none
   * @param view the committed sequence that the transaction saw when it wrote
   */
  record Write(int keyspaceId, EntryKind kind, byte[] key, byte @Nullable [] value, long view) {}

  private final List<Write> log = new ArrayList<>();
  private Map<Integer, MemTable> sorted = new HashMap<>();
  private long bytes;

  /** Whether a write may have replaced an earlier one. */
  private boolean overwrites;

  void add(Write write) {
    sort(log.size(), write);
    log.add(write);
    bytes += bytes(write);
  }

  private void sort(int index, Write write) {
    MemTable table = sorted.computeIfAbsent(write.keyspaceId(), id -> new MemTable());
    byte[] value = write.value();
    long sequence = Tag.PRIVATE_FIRST + index;
    if (write.kind() == EntryKind.RANGE_DELETE) {
      table.addRangeDelete(new RangeDelete(write.key(), value, sequence));
    } else {
      overwrites |=
          table.add(write.key(), sequence, write.kind(), value == null ? NO_VALUE : value);
    }
  }

  private static long bytes(Write write) {
    byte[] value = write.value();
    return (long) write.key().length + (value == null ? 0 : value.length);
  }

  /** Forgets all writes but the first {@code size}. Open cursors keep what they saw. */
  void truncate(int size) {
    for (int i = log.size() - 1; i >= size; i--) {
      bytes -= bytes(log.remove(i));
    }
    sorted = new HashMap<>();
    for (int i = 0; i < size; i++) {
      sort(i, log.get(i));
    }
  }

  Lookup get(int keyspaceId, byte[] key, Slice value) {
    MemTable table = sorted.get(keyspaceId);
    return table == null ? Lookup.ABSENT : table.get(key, Tag.PRIVATE_MAX, value);
  }

  /** The writes to a keyspace, if there are any. */
  @Nullable MemTable in(int keyspaceId) {
    return sorted.get(keyspaceId);
  }

  /** Whether a later write sets or deletes the same key, so that nobody will see this one. */
  boolean isReplaced(int index) {
    Write write = log.get(index);
    if (!overwrites || write.kind() == EntryKind.RANGE_DELETE) {
      return false;
    }
    MemTable table = sorted.get(write.keyspaceId());
    return table != null && table.latestSequence(write.key()) > Tag.PRIVATE_FIRST + index;
  }

  /** The private sequence of the newest write. */
  long newestSequence() {
    return Tag.PRIVATE_FIRST + log.size() - 1;
  }

  List<Write> log() {
    return log;
  }

  int size() {
    return log.size();
  }

  long bytes() {
    return bytes;
  }
}
