package dev.kevo.engine.iter;

import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.Slice;
import org.jspecify.annotations.Nullable;

/**
 * Steps over stored entries (every version of every key) in the order: user key ascending in
 * unsigned bytes, then sequence descending, so that the newest version of a key comes first.
 *
 * <p>Every move returns whether the iterator then stands on an entry; the accessors may be called
 * only then, and their slices are valid until the next move. What a move changes is the slice,
 * never the bytes: whoever notes array, offset and length may go on reading them. {@link #next} and
 * {@link #previous} need an entry to start from. A read that fails throws ({@link
 * dev.kevo.engine.StorageException}, {@link dev.kevo.engine.CorruptionException}) and never looks
 * like the end. For one thread at a time; must be closed.
 */
public interface EntryIterator extends AutoCloseable {
  /** Moves to the first entry. */
  boolean seekToFirst();

  /** Moves to the last entry. */
  boolean seekToLast();

  /**
   * Moves to the first entry at or after (userKey, sequence): the newest version of {@code userKey}
   * that is not newer than {@code sequence}, else the first version of the next user key.
   */
  boolean seek(byte[] userKey, long sequence);

  /** Moves to the last entry before every version of {@code userKey}. */
  boolean seekBefore(byte[] userKey);

  /** Moves one entry forward. */
  boolean next();

  /**
   * Adds live entries after the current one to a batch and moves to the last of them, if that is
   * cheaper than single steps. May stop anywhere, and take none: then {@link #next} goes on. The
   * entries that it passes are those it adds, and others that are not their keys' newest versions
   * or hidden by such; no range delete must hide any of them.
   *
   * @param most how many to add at most
   * @param end added keys lie below; null for no limit
   * @param sequence the newest one that the reader sees
   * @return how many were added
   */
  default int takeRun(EntryBatch into, int most, @Nullable Slice end, long sequence) {
    return 0;
  }

  /** Moves one entry back. */
  boolean previous();

  /**
   * Moves forward over entries that need no look, without stepping where it can: each is of another
   * key than the entry before it, no delete, of a sequence from {@code oldest} to {@code newest},
   * and before {@code end}. Needs an entry to start from, and always stands on one afterwards: the
   * last one that it moved to. It may stop early, wherever a step is as good.
   *
   * @param end a key, or null for no end
   * @param max at most so many entries
   * @return how many entries it moved, 0 for none
   */
  default long leap(byte @Nullable [] end, long oldest, long newest, long max) {
    return 0;
  }

  /** The current entry's key. */
  Slice key();

  /** The current entry's sequence: the commit order, 56 bits. */
  long sequence();

  /** Whether the current entry deletes its key. */
  boolean isDelete();

  /** Whether {@link #value} is a reference to the current entry's value, and not the value. */
  boolean isReference();

  /** The current entry's value, or a reference to it; empty for a delete. */
  Slice value();

  @Override
  void close();
}
