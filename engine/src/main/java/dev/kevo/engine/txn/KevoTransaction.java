package dev.kevo.engine.txn;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.LimitExceededException;
import dev.kevo.engine.ReadOnlyException;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.engine.iter.Visibility;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.Lookup;
import dev.kevo.engine.memtable.MemTable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A transaction: a pinned view, private writes over it, and at {@link IsolationLevel#SERIALIZABLE}
 * a note of what was read. Nobody else learns of it before {@link #commit} hands a {@link Commit}
 * to the store, whose commit queue then asks whether it conflicts.
 */
public final class KevoTransaction implements Transaction {
  private static final int SHOWN_KEY_BYTES = 32;

  private final Store store;
  private final TransactionOptions options;
  private final PrivateWrites writes = new PrivateWrites();
  private final @Nullable ReadSet reads;
  private final Expectations expectations = new Expectations();

  /** What this transaction sees. */
  private SnapshotRegistry.Pin view;

  /**
   * The view of the oldest write or expectation, kept so that no entry newer than it is dropped
   * unseen.
   */
  private SnapshotRegistry.@Nullable Pin writeView;

  private boolean over;

  /** Range deletes so far, undone ones included. */
  private int rangeDeletes;

  private long nextSavepointId;

  /** Ranges of savepoint ids (first, end) that a rollback made void, ascending. */
  private final Deque<long[]> voidSavepoints = new ArrayDeque<>();

  public KevoTransaction(Store store, TransactionOptions options) {
    this.store = store;
    this.options = options;
    this.reads =
        options.isolation() == IsolationLevel.SERIALIZABLE && !options.readOnly()
            ? new ReadSet()
            : null;
    this.view = store.snapshots().pin();
  }

  private record Mark(KevoTransaction owner, long id, int writes) implements Savepoint {}

  @Override
  public IsolationLevel isolation() {
    return options.isolation();
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
    return store.get(id, key, view.sequence(), value);
  }

  @Override
  public Cursor scan(Keyspace keyspace, Scan scan) {
    requireOpen();
    int id = store.id(keyspace);
    MemTable own = writes.in(id);
    Visibility visibility =
        new Visibility(view.sequence(), own == null ? -1 : writes.newestSequence());
    Cursor cursor = store.scan(id, scan, visibility, own);
    return reads == null ? cursor : reads.addScan(id, scan, cursor);
  }

  @Override
  public void put(Keyspace keyspace, byte[] key, byte[] value) {
    Commit.requireFit(key, value);
    write(keyspace, EntryKind.PUT, key, value);
  }

  @Override
  public void delete(Keyspace keyspace, byte[] key) {
    Commit.requireFit(key, null);
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
    writes.add(new PrivateWrites.Write(id, kind, key, value, view.sequence()));
    if (writeView == null) {
      writeView = view;
    }
  }

  @Override
  public void refresh() {
    requireOpen();
    if (options.isolation() != IsolationLevel.READ_COMMITTED
        || view.sequence() == store.snapshots().published()) {
      return;
    }
    if (writes.size() == 0 && expectations.isEmpty()) {
      releaseWriteView();
    }
    SnapshotRegistry.Pin old = view;
    view = store.snapshots().pin();
    if (old != writeView) {
      store.snapshots().release(old);
    }
  }

  @Override
  public void expectUnchanged(Keyspace keyspace, KeyRange range) {
    requireOpen();
    expectations.add(store.id(keyspace), range, view.sequence());
    if (writeView == null) {
      writeView = view;
    }
  }

  private void releaseWriteView() {
    SnapshotRegistry.Pin pin = writeView;
    writeView = null;
    if (pin != null && pin != view) {
      store.snapshots().release(pin);
    }
  }

  @Override
  public Savepoint savepoint() {
    requireOpen();
    return new Mark(this, nextSavepointId++, writes.size());
  }

  @Override
  public void rollbackTo(Savepoint savepoint) {
    requireOpen();
    if (!(savepoint instanceof Mark mark) || mark.owner() != this) {
      throw new IllegalArgumentException("the savepoint belongs to another transaction");
    }
    for (long[] range : voidSavepoints) {
      if (mark.id() >= range[0] && mark.id() < range[1]) {
        throw new IllegalArgumentException("the savepoint is void");
      }
    }
    while (!voidSavepoints.isEmpty() && voidSavepoints.getLast()[0] > mark.id()) {
      voidSavepoints.removeLast();
    }
    voidSavepoints.addLast(new long[] {mark.id() + 1, nextSavepointId});
    if (writes.size() > mark.writes()) {
      writes.truncate(mark.writes());
    }
  }

  @Override
  public boolean hasWrites() {
    requireOpen();
    return writes.size() > 0;
  }

  @Override
  public void commit() {
    requireOpen();
    try {
      if (writes.size() > 0) {
        Commit commit = new Commit(writes.size(), this::validate);
        for (PrivateWrites.Write write : writes.log()) {
          commit.add(write.keyspaceId(), write.kind(), write.key(), write.value());
        }
        store.commit(commit);
      }
    } finally {
      end();
    }
  }

  /** Runs in the commit queue, while this transaction's thread waits. */
  private void validate(Changes changes) {
    for (PrivateWrites.Write write : writes.log()) {
      if (write.kind() == EntryKind.RANGE_DELETE) {
        KeyRange range = new KeyRange(write.key(), write.value());
        if (changes.rangeChangedSince(write.keyspaceId(), range, write.view())) {
          throw new ConflictException("another transaction committed a key of a deleted range");
        }
      } else if (changes.keyChangedSince(write.keyspaceId(), write.key(), write.view())) {
        throw new ConflictException("another transaction committed key " + show(write.key()));
      }
    }
    expectations.validate(changes);
    if (reads != null && reads.changedSince(view.sequence(), changes)) {
      throw new ConflictException("another transaction changed what this one has read");
    }
  }

  private static String show(byte[] key) {
    int shown = Math.min(key.length, SHOWN_KEY_BYTES);
    return HexFormat.of().formatHex(key, 0, shown) + (shown < key.length ? "..." : "");
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
    if (!over) {
      over = true;
      releaseWriteView();
      store.snapshots().release(view);
    }
  }

  private void requireOpen() {
    if (over) {
      throw new ClosedException("the transaction is over");
    }
    store.requireOpen();
  }
}
