package dev.kevo.engine.txn;

import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.LimitExceededException;
import dev.kevo.engine.LockMode;
import dev.kevo.engine.LockTimeoutException;
import dev.kevo.engine.LockWait;
import dev.kevo.engine.ReadOnlyException;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionInfo;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.engine.iter.Visibility;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.Lookup;
import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.txn.LockState.Outcome;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A transaction: a pinned view, private writes over it, and at {@link IsolationLevel#SERIALIZABLE}
 * a note of what was read. Of its writes nobody learns but by their locks before {@link #commit}
 * hands a {@link Commit} to the store, whose commit queue then asks whether it conflicts.
 *
 * <p>When its time is over, another thread ends it, even in the middle of a call. Only state, locks
 * and pins change then; so a read looks at the state once more when it is done.
 */
public final class KevoTransaction implements Transaction {
  /** Without limits, of so many writes one looks at the clock. */
  private static final int USE_INTERVAL = 64;

  private final Store store;
  private final TransactionOptions options;
  private final PrivateWrites writes = new PrivateWrites();
  private final @Nullable ReadSet reads;
  private final Expectations expectations = new Expectations();
  private final Savepoints savepoints = new Savepoints();
  private final PinnedView view;
  private final LockOwner locks;
  private final Lifetime lifetime;
  private final boolean limited;
  private final Runnable checkWait = this::checkWait;
  private Runnable check = () -> {};

  /** Range deletes so far, undone ones included. */
  private int rangeDeletes;

  public KevoTransaction(Store store, TransactionOptions options) {
    this.store = store;
    this.options = options;
    this.reads =
        options.isolation() == IsolationLevel.SERIALIZABLE && !options.readOnly()
            ? new ReadSet()
            : null;
    this.locks = new LockOwner(store.openTransactions().nextId());
    this.lifetime = new Lifetime(options, store.openTransactions().nanoClock());
    this.limited = lifetime.isLimited();
    this.view = new PinnedView(store.snapshots());
    store.openTransactions().add(this);
  }

  long id() {
    return locks.id();
  }

  Lifetime lifetime() {
    return lifetime;
  }

  TransactionInfo info() {
    LockWaiter waiter = locks.waiting();
    return new TransactionInfo(
        locks.id(),
        options.isolation(),
        options.readOnly(),
        lifetime.ageMillis(),
        lifetime.idleMillis(),
        writes.size(),
        locks.count(),
        waiter == null ? 0 : store.locks().blockerOf(locks),
        waiter == null ? 0 : (System.nanoTime() - waiter.sinceNanos()) / 1_000_000);
  }

  @Override
  public IsolationLevel isolation() {
    return options.isolation();
  }

  @Override
  public long sequence() {
    requireOpen();
    return writes.size() > 0 || reads != null ? -1 : view.sequence();
  }

  @Override
  public boolean get(Keyspace keyspace, byte[] key, Slice value) {
    requireOpen();
    int id = store.id(keyspace);
    Lookup own = writes.get(id, key, value);
    if (own != Lookup.ABSENT) {
      return own == Lookup.FOUND;
    }
    if (reads != null) {
      reads.addKey(id, key);
    }
    boolean found = store.get(id, key, view.sequence(), value);
    if (limited) {
      confirm();
      lifetime.use();
    }
    return found;
  }

  @Override
  public List<byte @Nullable []> multiGet(Keyspace keyspace, List<byte[]> keys) {
    requireOpen();
    int id = store.id(keyspace);
    List<byte @Nullable []> values =
        writes.isIn(id) ? ownOrCommitted(id, keys) : committed(id, keys);
    if (limited) {
      confirm();
      lifetime.use();
    }
    return values;
  }

  private List<byte @Nullable []> committed(int id, List<byte[]> keys) {
    if (reads != null) {
      for (byte[] key : keys) {
        reads.addKey(id, key);
      }
    }
    return store.multiGet(id, keys, view.sequence());
  }

  /** Asks the store only for the keys that this transaction has not written. */
  private List<byte @Nullable []> ownOrCommitted(int id, List<byte[]> keys) {
    List<byte @Nullable []> values = new ArrayList<>(keys.size());
    List<byte[]> others = new ArrayList<>();
    BitSet places = new BitSet(keys.size());
    Slice own = new Slice();
    for (int i = 0; i < keys.size(); i++) {
      Lookup lookup = writes.get(id, keys.get(i), own);
      values.add(lookup == Lookup.FOUND ? own.toByteArray() : null);
      if (lookup == Lookup.ABSENT) {
        others.add(keys.get(i));
        places.set(i);
      }
    }
    Iterator<byte @Nullable []> found = committed(id, others).iterator();
    places.stream().forEach(place -> values.set(place, found.next()));
    return values;
  }

  /** Ends a read: what it saw is right only if nobody has released the view in the meantime. */
  private void confirm() {
    VarHandle.acquireFence();
    requireOpen();
  }

  @Override
  public Cursor scan(Keyspace keyspace, Scan scan) {
    requireOpen();
    int id = store.id(keyspace);
    MemTable own = writes.in(id);
    Visibility visibility =
        new Visibility(view.sequence(), own == null ? -1 : writes.newestSequence());
    lifetime.use();
    Cursor cursor = store.scan(id, scan, visibility, own);
    if (limited) {
      try {
        confirm();
      } catch (RuntimeException e) {
        cursor.close();
        throw e;
      }
      cursor = new UsingCursor(cursor, lifetime);
    }
    return reads == null ? cursor : reads.addScan(id, scan, cursor);
  }

  @Override
  public void put(Keyspace keyspace, byte[] key, byte[] value) {
    Commit.requireFit(key, value);
    write(keyspace, EntryKind.PUT, key, value);
  }

  @Override
  public void delete(Keyspace keyspace, byte[] key) {
    Commit.requireFit(key);
    write(keyspace, EntryKind.DELETE, key, null);
  }

  @Override
  public void deleteRange(Keyspace keyspace, KeyRange range) {
    Commit.requireFit(range);
    if (range.isEmpty()) {
      return;
    }
    if (++rangeDeletes > Commit.RANGE_DELETES_MAX) {
      throw new LimitExceededException(
          "a transaction of more than " + Commit.RANGE_DELETES_MAX + " range deletes");
    }
    byte[] start = range.start();
    write(keyspace, EntryKind.RANGE_DELETE, start == null ? new byte[0] : start, range.end());
  }

  private void write(Keyspace keyspace, EntryKind kind, byte[] key, byte @Nullable [] value) {
    requireOpen();
    if (options.readOnly()) {
      throw new ReadOnlyException("the transaction is read-only");
    }
    store.requireWritable();
    int id = store.id(keyspace);
    long more = (long) key.length + (value == null ? 0 : value.length);
    if (writes.bytes() + more > Commit.BYTES_MAX) {
      throw new LimitExceededException(
          "a transaction of more than " + Commit.BYTES_MAX + " bytes of keys and values");
    }
    if (limited || writes.size() % USE_INTERVAL == 0) {
      lifetime.use();
    }
    long hash = LockTable.hash(id, key);
    if (kind != EntryKind.RANGE_DELETE) {
      if (requireLock(hash, key, LockMode.EXCLUSIVE, LockWait.WAIT) == Outcome.TAKEN) {
        requireUnchanged(id, key);
      }
    }
    view.keep();
    writes.add(new PrivateWrites.Write(id, kind, key, value, view.sequence()), hash);
  }

  @Override
  public boolean lock(Keyspace keyspace, byte[] key, LockMode mode, LockWait wait) {
    requireLockable();
    int id = store.id(keyspace);
    Outcome outcome = requireLock(LockTable.hash(id, key), key, mode, wait);
    if (outcome == Outcome.TAKEN) {
      requireUnchanged(id, key);
    }
    return outcome != Outcome.BLOCKED;
  }

  @Override
  public byte @Nullable [] getForUpdate(Keyspace keyspace, byte[] key) {
    requireLockable();
    int id = store.id(keyspace);
    requireLock(LockTable.hash(id, key), key, LockMode.EXCLUSIVE, LockWait.WAIT);
    if (options.isolation() == IsolationLevel.READ_COMMITTED) {
      if (isChanged(id, key)) {
        refresh();
      }
    } else {
      requireUnchanged(id, key);
    }
    return get(keyspace, key);
  }

  private void requireLockable() {
    requireOpen();
    if (options.readOnly()) {
      throw new ReadOnlyException("the transaction is read-only");
    }
    lifetime.use();
  }

  /**
   * Takes a lock; blocked if the key is to be left out. If it was held, whether the key has changed
   * since this view was found out when it was taken.
   */
  private Outcome requireLock(long hash, byte[] key, LockMode mode, LockWait wait) {
    long millis = wait == LockWait.WAIT ? options.lockWaitMillis() : 0;
    long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    Outcome outcome = store.locks().acquire(locks, hash, mode, nanos, checkWait);
    if (outcome != Outcome.BLOCKED) {
      return outcome;
    }
    requireOpen();
    if (wait == LockWait.SKIP_LOCKED) {
      return outcome;
    }
    throw new LockTimeoutException(
        "another transaction holds the lock of key "
            + PrivateWrites.show(key)
            + (millis == 0 ? "" : ", waited " + millis + " ms"));
  }

  private void checkWait() {
    lifetime.use();
    requireOpen();
    check.run();
  }

  @Override
  public void whileWaiting(Runnable newCheck) {
    requireOpen();
    check = newCheck;
  }

  private void requireUnchanged(int keyspaceId, byte[] key) {
    if (isChanged(keyspaceId, key)) {
      throw new ConflictException("another transaction committed key " + PrivateWrites.show(key));
    }
  }

  /** Whether a key, of which this transaction holds the lock, was changed since its view. */
  private boolean isChanged(int keyspaceId, byte[] key) {
    return !view.isNewest() && store.keyChangedSince(keyspaceId, key, view.sequence());
  }

  @Override
  public void refresh() {
    requireOpen();
    lifetime.use();
    if (options.isolation() == IsolationLevel.READ_COMMITTED && !view.isNewest()) {
      boolean relied = writes.size() > 0 || !expectations.isEmpty();
      if (!view.move(relied)) {
        throw lifetime.ended();
      }
    }
  }

  @Override
  public void expectUnchanged(Keyspace keyspace, KeyRange range) {
    requireOpen();
    expectations.add(store.id(keyspace), range, view.sequence());
    view.keep();
  }

  @Override
  public Savepoint savepoint() {
    requireOpen();
    return savepoints.add(writes.size(), locks.count(), expectations.size());
  }

  @Override
  public void rollbackTo(Savepoint savepoint) {
    store.locks().releaseFrom(locks, undoTo(savepoint).locks());
  }

  @Override
  public void retry(Savepoint savepoint) {
    undoTo(savepoint);
    refresh();
  }

  private Savepoints.Mark undoTo(Savepoint savepoint) {
    requireOpen();
    lifetime.use();
    Savepoints.Mark mark = savepoints.rollBackTo(savepoint);
    expectations.truncate(mark.expectations());
    if (writes.size() > mark.writes()) {
      writes.truncate(mark.writes());
    }
    return mark;
  }

  @Override
  public boolean hasWrites() {
    requireOpen();
    return writes.size() > 0;
  }

  @Override
  public void commit() {
    requireOpen();
    lifetime.beginCommit();
    try {
      if (writes.size() > 0) {
        store.commit(writes.toCommit(this::validate));
      }
    } finally {
      end();
    }
  }

  /** Runs in the commit queue, while this transaction's thread waits. */
  private void validate(Changes changes) {
    writes.validate(changes);
    expectations.validate(changes);
    if (reads != null && reads.changedSince(view.sequence(), changes)) {
      throw new ConflictException("another transaction changed what this one has read");
    }
  }

  @Override
  public void rollback() {
    end();
  }

  @Override
  public void close() {
    end();
  }

  private void end() {
    if (lifetime.end()) {
      releaseAll();
    }
  }

  /** Rolls back from another thread; false if it has ended or is being committed. */
  boolean expire(boolean idle) {
    boolean expired = lifetime.expire(idle);
    if (expired) {
      releaseAll();
    }
    return expired;
  }

  private void releaseAll() {
    view.release();
    store.locks().close(locks);
    store.openTransactions().remove(this);
  }

  private void requireOpen() {
    lifetime.requireOpen();
    store.requireOpen();
  }
}
