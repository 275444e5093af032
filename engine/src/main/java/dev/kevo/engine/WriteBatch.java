package dev.kevo.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Writes, possibly to several keyspaces, that {@link Database#write} applies all together or not at
 * all, in their order. The arrays are not copied and must not change before the write returns. Not
 * thread-safe; can be cleared and used again.
 */
public final class WriteBatch {
  private final List<Write> writes = new ArrayList<>();
  private long bytes;

  /** One write. */
  public sealed interface Write {
    /** Where it is made. */
    Keyspace keyspace();
  }

  /** Sets a key. */
  public record Put(Keyspace keyspace, byte[] key, byte[] value) implements Write {}

  /** Removes a key. */
  public record Delete(Keyspace keyspace, byte[] key) implements Write {}

  /** Removes every key of a range. */
  public record DeleteRange(Keyspace keyspace, KeyRange range) implements Write {}

  /** Adds setting a key. */
  public WriteBatch put(Keyspace keyspace, byte[] key, byte[] value) {
    writes.add(new Put(keyspace, key, value));
    bytes += key.length + value.length;
    return this;
  }

  /** Adds removing a key. */
  public WriteBatch delete(Keyspace keyspace, byte[] key) {
    writes.add(new Delete(keyspace, key));
    bytes += key.length;
    return this;
  }

  /** Adds removing every key of a range, at the cost of one write; an empty range adds nothing. */
  public WriteBatch deleteRange(Keyspace keyspace, KeyRange range) {
    if (!range.isEmpty()) {
      writes.add(new DeleteRange(keyspace, range));
      byte[] start = range.start();
      byte[] end = range.end();
      bytes += (start == null ? 0 : start.length) + (end == null ? 0 : end.length);
    }
    return this;
  }

  /** Forgets all writes. */
  public void clear() {
    writes.clear();
    bytes = 0;
  }

  /** The writes in order, unmodifiable. */
  public List<Write> writes() {
    return Collections.unmodifiableList(writes);
  }

  /** The number of writes. */
  public int size() {
    return writes.size();
  }

  /** The bytes of all keys, bounds and values. */
  public long bytes() {
    return bytes;
  }
}
