package dev.kevo.engine.txn;

import dev.kevo.engine.ConflictException;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Slice;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.KeyHash;
import dev.kevo.engine.key.Lookup;
import dev.kevo.engine.key.Tag;
import dev.kevo.engine.memtable.MemTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A transaction's writes before commit: a log of them, the newest of each key in it, and for what
 * is scanned the same sorted in a MemTable per keyspace. The n-th write has the n-th private
 * sequence, so a cursor that notes the newest one when it is opened sees none that come later. For
 * one thread at a time.
 */
final class PrivateWrites {
  private static final int SHOWN_KEY_BYTES = 32;

  /**
   * One write.
   *
   * @param key for a range delete, the first deleted key
   * @param value for a put, the value; for a range delete, its end, null if it has none
   * @param view the committed sequence that the transaction saw when it wrote
   */
  record Write(int keyspaceId, EntryKind kind, byte[] key, byte @Nullable [] value, long view) {}

  private final List<Write> log = new ArrayList<>();
  private final NewestWrites newest = new NewestWrites();

  /** The keyspaces that were written to. */
  private int[] keyspaces = new int[1];

  private int keyspaceCount;

  /** By keyspace: those that were scanned, and those with range deletes. */
  private Map<Integer, MemTable> sorted = Map.of();

  private long bytes;

  /** Whether a write replaced an earlier one. */
  private boolean overwrites;

  /**
   * Adds a write.
   *
   * @param hash of its keyspace and key, by {@link LockTable#hash}
   */
  void add(Write write, long hash) {
    log.add(write);
    bytes += bytes(write);
    if (!isIn(write.keyspaceId())) {
      if (keyspaceCount == keyspaces.length) {
        keyspaces = Arrays.copyOf(keyspaces, 2 * keyspaceCount);
      }
      keyspaces[keyspaceCount++] = write.keyspaceId();
    }
    note(log.size() - 1, hash);
  }

  private void note(int place, long hash) {
    Write write = log.get(place);
    boolean isRange = write.kind() == EntryKind.RANGE_DELETE;
    if (!isRange) {
      overwrites |= newest.note(hash, place, log);
    }
    MemTable table = sorted.get(write.keyspaceId());
    if (table != null) {
      sort(place, table);
    } else if (isRange) {
      sortAll(write.keyspaceId(), place + 1);
    }
  }

  private void sort(int place, MemTable table) {
    Write write = log.get(place);
    table.addLogged(Tag.PRIVATE_FIRST + place, write.kind(), write.key(), write.value());
  }

  /** Sorts those of a keyspace among the first writes. */
  private MemTable sortAll(int keyspaceId, int count) {
    MemTable table = new MemTable();
    for (int i = 0; i < count; i++) {
      if (log.get(i).keyspaceId() == keyspaceId) {
        sort(i, table);
      }
    }
    if (sorted.isEmpty()) {
      sorted = new HashMap<>();
    }
    sorted.put(keyspaceId, table);
    return table;
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
    newest.clear();
    sorted = Map.of();
    for (int i = 0; i < size; i++) {
      Write write = log.get(i);
      note(i, LockTable.hash(write.keyspaceId(), write.key()));
    }
  }

  Lookup get(int keyspaceId, byte[] key, Slice value) {
    if (log.isEmpty()) {
      return Lookup.ABSENT;
    }
    MemTable table = sorted.get(keyspaceId);
    if (table != null) {
      return table.get(key, KeyHash.of(key), Tag.PRIVATE_MAX, value);
    }
    int place = newest.find(LockTable.hash(keyspaceId, key), keyspaceId, key, log);
    if (place < 0) {
      return Lookup.ABSENT;
    }
    byte[] found = log.get(place).value();
    if (found == null) {
      return Lookup.DELETED;
    }
    value.set(found, 0, found.length);
    return Lookup.FOUND;
  }

  /** Whether there were writes to a keyspace. */
  boolean isIn(int keyspaceId) {
    for (int i = 0; i < keyspaceCount; i++) {
      if (keyspaces[i] == keyspaceId) {
        return true;
      }
    }
    return false;
  }

  /** The writes to a keyspace, if there are any, also those to come. */
  @Nullable MemTable in(int keyspaceId) {
    if (!isIn(keyspaceId)) {
      return null;
    }
    MemTable table = sorted.get(keyspaceId);
    return table == null ? sortAll(keyspaceId, log.size()) : table;
  }

  /** Whether a later write sets or deletes the same key, so that nobody will see this one. */
  private boolean isReplaced(int index) {
    Write write = log.get(index);
    if (!overwrites || write.kind() == EntryKind.RANGE_DELETE) {
      return false;
    }
    long hash = LockTable.hash(write.keyspaceId(), write.key());
    return newest.find(hash, write.keyspaceId(), write.key(), log) > index;
  }

  /** A commit of the writes, but for those that were replaced. */
  Commit toCommit(Commit.Validation validation) {
    Commit commit = new Commit(log.size(), validation);
    for (int i = 0; i < log.size(); i++) {
      if (!isReplaced(i)) {
        Write write = log.get(i);
        commit.add(write.keyspaceId(), write.kind(), write.key(), write.value());
      }
    }
    return commit;
  }

  /** Throws {@link ConflictException} if a key was committed since it was seen and written here. */
  void validate(Changes changes) {
    for (Write write : log) {
      if (write.kind() == EntryKind.RANGE_DELETE) {
        KeyRange range = new KeyRange(write.key(), write.value());
        if (changes.rangeChangedSince(write.keyspaceId(), range, write.view())) {
          throw new ConflictException("another transaction committed a key of a deleted range");
        }
      } else if (changes.keyChangedSince(write.keyspaceId(), write.key(), write.view())) {
        throw new ConflictException("another transaction committed key " + show(write.key()));
      }
    }
  }

  /** A key, or how it begins, as errors show it. */
  static String show(byte[] key) {
    int shown = Math.min(key.length, SHOWN_KEY_BYTES);
    return HexFormat.of().formatHex(key, 0, shown) + (shown < key.length ? "..." : "");
  }

  /** The private sequence of the newest write. */
  long newestSequence() {
    return Tag.PRIVATE_FIRST + log.size() - 1;
  }

  int size() {
    return log.size();
  }

  long bytes() {
    return bytes;
  }
}
