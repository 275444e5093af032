package dev.kevo.sql.exec;

import dev.kevo.engine.Keyspace;
import dev.kevo.engine.LockMode;
import dev.kevo.engine.LockWait;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.row.PendingEntry;
import java.util.Arrays;

/**
 * Reads and writes entries of a table's indexes for one execution of one statement. Those of an
 * index that is being built are noted beside it, as {@link PendingEntry} says: the index itself
 * belongs to its build. For one thread.
 */
final class EntryWriter {
  private final Keyspace keyspace;
  private final Transaction transaction;
  private final Slice noted = new Slice();

  EntryWriter(Keyspace keyspace, Transaction transaction) {
    this.keyspace = keyspace;
    this.transaction = transaction;
  }

  private static boolean isReady(IndexEntries index) {
    return index.index().definition().isReady();
  }

  void put(IndexEntries index, IndexEntries.Entry entry) {
    try {
      if (isReady(index)) {
        transaction.put(keyspace, entry.key(), entry.value());
      } else {
        transaction.put(keyspace, PendingEntry.key(entry.key()), PendingEntry.put(entry.value()));
      }
    } catch (IllegalArgumentException e) {
      throw TableRules.tooLarge(index.index().definition().name(), e);
    }
  }

  /** Removes the entry of a row. */
  void delete(IndexEntries index, IndexEntries.Entry entry) {
    if (isReady(index)) {
      transaction.delete(keyspace, entry.key());
      return;
    }
    byte[] key = PendingEntry.key(entry.key());
    if (entry.alone()) {
      // Another row may have taken the keys while this one had them.
      transaction.lock(keyspace, key, LockMode.EXCLUSIVE, LockWait.WAIT);
      if (transaction.get(keyspace, key, noted)
          && PendingEntry.isPut(noted)
          && !Arrays.equals(
              rowKey(index, entry, PendingEntry.entryValue(noted)),
              rowKey(index, entry, entry.value()))) {
        return;
      }
    }
    transaction.put(
        keyspace, key, entry.alone() ? PendingEntry.gone(entry.value()) : PendingEntry.gone());
  }

  private static byte[] rowKey(IndexEntries index, IndexEntries.Entry entry, byte[] value) {
    return index.index().codec().rowKey(new Slice(entry.key()), new Slice(value));
  }

  /** Whether a key that must be free is not, once nobody else is about to free it. */
  boolean isTaken(IndexEntries index, IndexEntries.Entry entry) {
    byte[] key = isReady(index) ? entry.key() : PendingEntry.key(entry.key());
    return find(index, entry, noted)
        && transaction.lock(keyspace, key, LockMode.EXCLUSIVE, LockWait.WAIT);
  }

  /**
   * Looks for an entry of the same key. As long as an index is being built, it may be there and not
   * be found.
   *
   * @param value gets its value
   */
  boolean find(IndexEntries index, IndexEntries.Entry entry, Slice value) {
    if (!isReady(index) && transaction.get(keyspace, PendingEntry.key(entry.key()), value)) {
      if (!PendingEntry.isPut(value)) {
        return false;
      }
      byte[] put = PendingEntry.entryValue(value);
      value.set(put, 0, put.length);
      return true;
    }
    return transaction.get(keyspace, entry.key(), value);
  }
}
