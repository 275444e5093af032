package dev.kevo.engine.txn;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.engine.iter.Visibility;
import dev.kevo.engine.memtable.MemTable;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A database whose transactions grow old only when a test says so. */
final class ClockedStore implements Store {
  private final Store store;
  private final AtomicLong nanos = new AtomicLong();
  private final OpenTransactions transactions = new OpenTransactions(nanos::get);

  ClockedStore(Store store) {
    this.store = store;
  }

  KevoTransaction begin(TransactionOptions options) {
    return new KevoTransaction(this, options);
  }

  /** Lets time pass and ends whose time is over. Returns milliseconds until the next look. */
  long pass(long millis) {
    nanos.addAndGet(millis * 1_000_000);
    long next = transactions.expire();
    return next == Long.MAX_VALUE ? next : next / 1_000_000;
  }

  @Override
  public OpenTransactions openTransactions() {
    return transactions;
  }

  @Override
  public int id(Keyspace keyspace) {
    return store.id(keyspace);
  }

  @Override
  public SnapshotRegistry snapshots() {
    return store.snapshots();
  }

  @Override
  public LockTable locks() {
    return store.locks();
  }

  @Override
  public boolean keyChangedSince(int keyspaceId, byte[] key, long sequence) {
    return store.keyChangedSince(keyspaceId, key, sequence);
  }

  @Override
  public boolean get(int keyspaceId, byte[] key, long sequence, Slice value) {
    return store.get(keyspaceId, key, sequence, value);
  }

  @Override
  public List<byte @Nullable []> multiGet(int keyspaceId, List<byte[]> keys, long sequence) {
    return store.multiGet(keyspaceId, keys, sequence);
  }

  @Override
  public Cursor scan(
      int keyspaceId, Scan scan, Visibility visibility, @Nullable MemTable privateWrites) {
    return store.scan(keyspaceId, scan, visibility, privateWrites);
  }

  @Override
  public void commit(Commit commit) {
    store.commit(commit);
  }

  @Override
  public void requireOpen() {
    store.requireOpen();
  }

  @Override
  public void requireWritable() {
    store.requireWritable();
  }
}
