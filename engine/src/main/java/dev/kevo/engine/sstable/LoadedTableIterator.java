package dev.kevo.engine.sstable;

import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.Slice;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a table that was loaded: one version per key, stored without a sequence, all of
 * which have the one that the load was given.
 */
final class LoadedTableIterator implements EntryIterator {
  private final EntryIterator entries;
  private final long sequence;

  LoadedTableIterator(EntryIterator entries, long sequence) {
    this.entries = entries;
    this.sequence = sequence;
  }

  @Override
  public boolean seekToFirst() {
    return entries.seekToFirst();
  }

  @Override
  public boolean seekToLast() {
    return entries.seekToLast();
  }

  @Override
  public boolean seek(byte[] userKey, long sought) {
    boolean at = entries.seek(userKey, sought);
    // The only version of the key comes before what is sought, if it is newer.
    boolean tooNew = at && sought < sequence && entries.key().contentEquals(userKey);
    return tooNew ? entries.next() : at;
  }

  @Override
  public boolean seekBefore(byte[] userKey) {
    return entries.seekBefore(userKey);
  }

  @Override
  public boolean next() {
    return entries.next();
  }

  @Override
  public int takeRun(EntryBatch into, int most, @Nullable Slice end, long newest) {
    return sequence <= newest ? entries.takeRun(into, most, end, newest) : 0;
  }

  @Override
  public boolean previous() {
    return entries.previous();
  }

  @Override
  public long leap(byte @Nullable [] end, long oldest, long newest, long max) {
    return sequence < oldest || sequence > newest ? 0 : entries.leap(end, 0, Tag.SEQUENCE_MAX, max);
  }

  @Override
  public Slice key() {
    return entries.key();
  }

  @Override
  public long sequence() {
    return sequence;
  }

  @Override
  public boolean isDelete() {
    return entries.isDelete();
  }

  @Override
  public boolean isReference() {
    return entries.isReference();
  }

  @Override
  public Slice value() {
    return entries.value();
  }

  @Override
  public void close() {
    entries.close();
  }
}
