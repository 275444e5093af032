package dev.kevo.engine.txn;

import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.LimitExceededException;
import dev.kevo.engine.key.EntryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Entries that are committed together, and what must not have changed for that. Built by one
 * thread, then handed to the commit queue.
 */
public final class Commit {
  /** The bytes of keys and values that one commit may have. */
  public static final long BYTES_MAX = 512L << 20;

  private static final byte[] EMPTY = new byte[0];

  /** The range deletes that one commit may have. */
  public static final int RANGE_DELETES_MAX = 10_000;

  /**
   * One entry.
   *
   * @param key for a range delete, the first deleted key
   * @param value for a put, the value; for a range delete, its end, null if it has none
   */
  public record Entry(int keyspaceId, EntryKind kind, byte[] key, byte @Nullable [] value) {}

  private final List<Entry> entries;
  private final @Nullable Validation validation;
  private long bytes;
  private int rangeDeletes;
  private boolean puts;

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

  /** A commit that changes nothing but takes a sequence: the delete of an empty range. */
  public static Commit nothing() {
    Commit commit = new Commit(1, null);
    commit.add(0, EntryKind.RANGE_DELETE, EMPTY, EMPTY);
    return commit;
  }

  /**
   * Adds an entry. Of puts and deletes the arrays are not copied and must not change before the
   * commit is done; of range deletes they are.
   */
  public void add(int keyspaceId, EntryKind kind, byte[] key, byte @Nullable [] value) {
    if (kind == EntryKind.RANGE_DELETE && ++rangeDeletes > RANGE_DELETES_MAX) {
      throw new LimitExceededException(
          "a commit of more than " + RANGE_DELETES_MAX + " range deletes");
    }
    bytes += (long) key.length + (value == null ? 0 : value.length);
    if (bytes > BYTES_MAX) {
      throw new LimitExceededException(
          "a commit of more than " + BYTES_MAX + " bytes of keys and values");
    }
    puts |= kind == EntryKind.PUT;
    boolean kept = kind == EntryKind.RANGE_DELETE; // The MemTable copies the others.
    byte[] end = kept && value != null ? value.clone() : value;
    entries.add(new Entry(keyspaceId, kind, kept ? key.clone() : key, end));
  }

  /** Refuses keys and values that are too long, or null: a put without a value has no encoding. */
  public static void requireFit(byte[] key, byte[] value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    requireFit(key.length, value.length);
  }

  /** Refuses a key that is too long, or null. */
  public static void requireFit(byte[] key) {
    requireFit(key, EMPTY);
  }

  /** Refuses keys and values that are too long. */
  public static void requireFit(int keyBytes, int valueBytes) {
    if (keyBytes > Database.KEY_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a key of " + keyBytes + " bytes; at most " + Database.KEY_BYTES_MAX + " are allowed");
    }
    if (valueBytes > Database.VALUE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a value of "
              + valueBytes
              + " bytes; at most "
              + Database.VALUE_BYTES_MAX
              + " are allowed");
    }
  }

  /** Whether it sets a key. */
  public boolean hasPuts() {
    return puts;
  }

  /** Whether it deletes ranges. */
  public boolean hasRangeDeletes() {
    return rangeDeletes > 0;
  }

  /** Refuses bounds that are too long. */
  public static void requireFit(KeyRange range) {
    byte[] start = range.start();
    byte[] end = range.end();
    requireFit(start == null ? EMPTY : start);
    // One byte more: the successor of the longest key.
    if (end != null && end.length > Database.KEY_BYTES_MAX + 1) {
      throw new IllegalArgumentException("a bound of " + end.length + " bytes; keys are shorter");
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

  /** Whether {@link #validate} has anything to check. */
  public boolean isChecked() {
    return validation != null;
  }

  /** Throws {@link dev.kevo.engine.ConflictException} if another commit came in between. */
  public void validate(Changes changes) {
    if (validation != null) {
      validation.validate(changes);
    }
  }
}
