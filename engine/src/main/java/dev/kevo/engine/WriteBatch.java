package dev.kevo.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes, possibly to several keyspaces, that {@link Database#write} applies all together or not at
 * all, in their order. The arrays are not copied and must not change before the write returns. Not
 * thread-safe; can be cleared and used again.
 */
public final class WriteBatch {
  private final List<Write> writes = new ArrayList<>();
  private long bytes;

  /**
   * One write.
   *
   * @param value the new value, or null to delete the key
   */
  public record Write(Keyspace keyspace, byte[] key, byte @Nullable [] value) {}

  /** Adds setting a key. */
  public WriteBatch put(Keyspace keyspace, byte[] key, byte[] value) {
    writes.add(new Write(keyspace, key, value));
    bytes += key.length + value.length;
    return this;
  }

  /** Adds removing a key. */
  public WriteBatch delete(Keyspace keyspace, byte[] key) {
    writes.add(new Write(keyspace, key, null));
    bytes += key.length;
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

  /** The bytes of all keys and values. */
  public long bytes() {
    return bytes;
  }
}
