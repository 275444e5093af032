package dev.kevo.engine.db;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionInfo;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.engine.iter.Visibility;
import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.txn.Commit;
import dev.kevo.engine.txn.ExpiryTimer;
import dev.kevo.engine.txn.KevoSnapshot;
import dev.kevo.engine.txn.KevoTransaction;
import dev.kevo.engine.txn.LockTable;
import dev.kevo.engine.txn.OpenTransactions;
import dev.kevo.engine.txn.SnapshotRegistry;
import dev.kevo.engine.txn.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Begins snapshots and transactions, and is the {@link Store} under them: it knows their locks and
 * pins, and ends those that have been open for too long. Thread-safe.
 */
final class TransactionStore implements Store {
  private final KevoDatabase database;
  private final Health health;
  private final Reads reads;
  private final CommitQueue commits;
  private final SnapshotRegistry snapshots;
  private final LockTable locks = new LockTable();
  private final OpenTransactions transactions = new OpenTransactions(System::nanoTime);
  private final ExpiryTimer expiry = new ExpiryTimer(transactions);

  TransactionStore(
      KevoDatabase database,
      Health health,
      Reads reads,
      CommitQueue commits,
      SnapshotRegistry snapshots) {
    this.database = database;
    this.health = health;
    this.reads = reads;
    this.commits = commits;
    this.snapshots = snapshots;
  }

  Snapshot snapshot() {
    return new KevoSnapshot(this);
  }

  Transaction begin(TransactionOptions options) {
    Transaction transaction = new KevoTransaction(this, options);
    if (options.lifetimeMillis() > 0 || options.idleMillis() > 0) {
      expiry.added();
    }
    return transaction;
  }

  List<TransactionInfo> infos() {
    return transactions.infos();
  }

  @Override
  public int id(Keyspace keyspace) {
    return database.id(keyspace);
  }

  @Override
  public SnapshotRegistry snapshots() {
    return snapshots;
  }

  @Override
  public LockTable locks() {
    return locks;
  }

  @Override
  public OpenTransactions openTransactions() {
    return transactions;
  }

  @Override
  public boolean keyChangedSince(int keyspaceId, byte[] key, long sequence) {
    return reads.keyChangedSince(keyspaceId, key, sequence);
  }

  @Override
  public boolean get(int keyspaceId, byte[] key, long sequence, Slice value) {
    health.requireOpen();
    return reads.get(keyspaceId, key, sequence, value);
  }

  @Override
  public List<byte @Nullable []> multiGet(int keyspaceId, List<byte[]> keys, long sequence) {
    health.requireOpen();
    return reads.multiGet(keyspaceId, keys, sequence);
  }

  @Override
  public Cursor scan(
      int keyspaceId, Scan scan, Visibility visibility, @Nullable MemTable privateWrites) {
    health.requireOpen();
    return reads.scan(keyspaceId, scan, visibility, privateWrites);
  }

  @Override
  public void commit(Commit commit) {
    commits.commit(commit);
  }

  @Override
  public void requireOpen() {
    health.requireOpen();
  }

  @Override
  public void requireWritable() {
    health.requireWritable();
  }

  /** Ends no transaction any more for its age. */
  void close() {
    expiry.close();
  }
}
