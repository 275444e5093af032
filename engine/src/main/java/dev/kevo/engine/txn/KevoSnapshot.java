package dev.kevo.engine.txn;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.iter.Visibility;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pinned sequence to read at. */
public final class KevoSnapshot implements Snapshot {
  private final Store store;
  private final SnapshotRegistry.Pin pin;

  /** Volatile: a snapshot may be closed by another thread than those that read. */
  private volatile boolean closed;

  public KevoSnapshot(Store store) {
    this(store, store.snapshots().pin());
  }

  /** A snapshot that owns a pin. */
  public KevoSnapshot(Store store, SnapshotRegistry.Pin pin) {
    this.store = store;
    this.pin = pin;
  }

  @Override
  public long sequence() {
    requireOpen();
    return pin.sequence();
  }

  @Override
  public boolean get(Keyspace keyspace, byte[] key, Slice value) {
    requireOpen();
    return store.get(store.id(keyspace), key, pin.sequence(), value);
  }

  @Override
  public List<byte @Nullable []> multiGet(Keyspace keyspace, List<byte[]> keys) {
    requireOpen();
    return store.multiGet(store.id(keyspace), keys, pin.sequence());
  }

  @Override
  public Cursor scan(Keyspace keyspace, Scan scan) {
    requireOpen();
    return store.scan(store.id(keyspace), scan, Visibility.committed(pin.sequence()), null);
  }

  private void requireOpen() {
    if (closed) {
      throw new ClosedException("the snapshot is closed");
    }
    store.requireOpen();
  }

  @Override
  public void close() {
    closed = true;
    store.snapshots().release(pin);
  }
}
