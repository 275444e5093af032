package dev.kevo.engine.db;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.LockTimeoutException;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.engine.WriteBatch;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.txn.Commit;
import dev.kevo.engine.txn.LockTable;
import dev.kevo.engine.txn.Store;
import org.jspecify.annotations.Nullable;

/** Writes outside of transactions, each a commit of its own. */
final class Writes {
  private static final byte[] FIRST_KEY = new byte[0];

  private final Store store;

  Writes(Store store) {
    this.store = store;
  }

  void put(Keyspace keyspace, byte[] key, byte[] value) {
    Commit.requireFit(key, value);
    commitOne(keyspace, EntryKind.PUT, key, value);
  }

  void delete(Keyspace keyspace, byte[] key) {
    Commit.requireFit(key);
    commitOne(keyspace, EntryKind.DELETE, key, null);
  }

  void write(WriteBatch batch) {
    Commit commit = new Commit(batch.size(), null);
    for (WriteBatch.Write write : batch.writes()) {
      add(write, commit);
    }
    if (batch.size() > 0) {
      commit(commit);
    }
  }

  private void commitOne(Keyspace keyspace, EntryKind kind, byte[] key, byte @Nullable [] value) {
    Commit commit = new Commit(1, null);
    commit.add(store.id(keyspace), kind, key, value);
    commit(commit);
  }

  private void add(WriteBatch.Write write, Commit commit) {
    int id = store.id(write.keyspace());
    if (write instanceof WriteBatch.Put put) {
      Commit.requireFit(put.key(), put.value());
      commit.add(id, EntryKind.PUT, put.key(), put.value());
    } else if (write instanceof WriteBatch.Delete delete) {
      Commit.requireFit(delete.key());
      commit.add(id, EntryKind.DELETE, delete.key(), null);
    } else if (write instanceof WriteBatch.DeleteRange delete) {
      KeyRange range = delete.range();
      byte[] start = range.start();
      Commit.requireFit(range);
      commit.add(id, EntryKind.RANGE_DELETE, start == null ? FIRST_KEY : start, range.end());
    }
  }

  /**
   * Commits what has no locks of its own, once no transaction holds those of its keys. It may still
   * come between a transaction's lock and commit, which then finds the conflict.
   */
  private void commit(Commit commit) {
    LockTable locks = store.locks();
    if (!locks.isEmpty()) {
      awaitFree(locks, commit);
    }
    store.commit(commit);
  }

  private void awaitFree(LockTable locks, Commit commit) {
    long millis = TransactionOptions.DEFAULT.lockWaitMillis();
    for (Commit.Entry entry : commit.entries()) {
      if (entry.kind() != EntryKind.RANGE_DELETE
          && !locks.awaitFree(entry.keyspaceId(), entry.key(), millis, store::requireOpen)) {
        throw new LockTimeoutException(
            "a transaction holds the lock of a key of the batch, waited " + millis + " ms");
      }
    }
  }
}
