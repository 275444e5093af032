package dev.kevo.sql.session;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.LockMode;
import dev.kevo.engine.LockWait;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session's transaction in the hands of the application, which may do all but end it. */
record LentTransaction(Transaction own) implements Transaction {
  @Override
  public IsolationLevel isolation() {
    return own.isolation();
  }

  @Override
  public long sequence() {
    return own.sequence();
  }

  @Override
  public boolean get(Keyspace keyspace, byte[] key, Slice value) {
    return own.get(keyspace, key, value);
  }

  @Override
  public List<byte @Nullable []> multiGet(Keyspace keyspace, List<byte[]> keys) {
    return own.multiGet(keyspace, keys);
  }

  @Override
  public Cursor scan(Keyspace keyspace, Scan scan) {
    return own.scan(keyspace, scan);
  }

  @Override
  public void put(Keyspace keyspace, byte[] key, byte[] value) {
    own.put(keyspace, key, value);
  }

  @Override
  public void delete(Keyspace keyspace, byte[] key) {
    own.delete(keyspace, key);
  }

  @Override
  public void deleteRange(Keyspace keyspace, KeyRange range) {
    own.deleteRange(keyspace, range);
  }

  @Override
  public boolean lock(Keyspace keyspace, byte[] key, LockMode mode, LockWait wait) {
    return own.lock(keyspace, key, mode, wait);
  }

  @Override
  public byte @Nullable [] getForUpdate(Keyspace keyspace, byte[] key) {
    return own.getForUpdate(keyspace, key);
  }

  @Override
  public void whileWaiting(Runnable check) {
    own.whileWaiting(check);
  }

  @Override
  public void refresh() {
    own.refresh();
  }

  @Override
  public void expectUnchanged(Keyspace keyspace, KeyRange range) {
    own.expectUnchanged(keyspace, range);
  }

  @Override
  public Savepoint savepoint() {
    return own.savepoint();
  }

  @Override
  public void rollbackTo(Savepoint savepoint) {
    own.rollbackTo(savepoint);
  }

  @Override
  public void retry(Savepoint savepoint) {
    own.retry(savepoint);
  }

  @Override
  public boolean hasWrites() {
    return own.hasWrites();
  }

  @Override
  public void commit() {
    throw notOurs();
  }

  @Override
  public void rollback() {
    throw notOurs();
  }

  private static IllegalStateException notOurs() {
    return new IllegalStateException("the session commits and rolls its transaction back");
  }

  /** Leaves the transaction to its session. */
  @Override
  public void close() {}
}
