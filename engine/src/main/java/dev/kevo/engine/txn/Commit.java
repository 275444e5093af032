package dev.kevo.engine.txn;

import dev.kevo.engine.Database;
import dev.kevo.engine.LimitExceededException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries that are committed together, and what must not have changed for that. Owns its arrays.
 * Built by one thread, then handed to the commit queue.
 */
public final class Commit {
  /** The bytes of keys and values that one commit may have. */
  public static final long BYTES_MAX = 512L << 20;

  private static final byte[] EMPTY = new byte[0];

  /** One entry; a null value deletes the key. */
  public record Entry(int keyspaceId, byte[] key, byte @Nullable [] value) {}

  private final List<Entry> entries;
  private final @Nullable Validation validation;
  private long bytes;

  /** An empty commit. */
  public Commit(int expectedEntries, @Nullable Validation validation) {
    this.entries = new ArrayList<>(expectedEntries);
    this.validation = validation;
  }

  /** Checks that what a transaction relied on still holds. */
  public interface Validation {
    /** Throws {@link dev.kevo.engine.ConflictException} if it does not. */
    void validate(Changes changes);
  }

  /** Adds an entry, copying the arrays. */
  public void add(int keyspaceId, byte[] key, byte @Nullable [] value) {
    bytes += (long) key.length + (value == null ? 0 : value.length);
    if (bytes > BYTES_MAX) {
      throw new LimitExceededException(
          "a commit of more than " + BYTES_MAX + " bytes of keys and values");
    }
    entries.add(new Entry(keyspaceId, copy(key), value == null ? null : copy(value)));
  }

  private static byte[] copy(byte[] array) {
    return array.length == 0 ? EMPTY : array.clone();
  }

  /** Refuses keys and values that are too long. */
  public static void requireFit(byte[] key, byte @Nullable [] value) {
    if (key.length > Database.KEY_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a key of " + key.length + " bytes; at most " + Database.KEY_BYTES_MAX + " are allowed");
    }
    if (value != null && value.length > Database.VALUE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a value of "
              + value.length
              + " bytes; at most "
              + Database.VALUE_BYTES_MAX
              + " are allowed");
    }
  }

  /** The entries in order. */
  public List<Entry> entries() {
    return entries;
  }

  /** The bytes of keys and values. */
  public long bytes() {
    return bytes;
  }

  /** Throws {@link dev.kevo.engine.ConflictException} if another commit came in between. */
  public void validate(Changes changes) {
    if (validation != null) {
      validation.validate(changes);
    }
  }
}
