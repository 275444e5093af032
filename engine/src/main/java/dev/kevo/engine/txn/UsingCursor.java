package dev.kevo.engine.txn;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.Slice;

/** A cursor whose steps count as use of its transaction. It needs the transaction no more. */
final class UsingCursor implements Cursor {
  /** Steps between two looks at the clock. */
  private static final int INTERVAL = 64;

  /** Skipped entries between two looks at the clock. */
  private static final long SKIP_INTERVAL = 1 << 16;

  private final Cursor cursor;
  private final Lifetime lifetime;
  private int steps;

  UsingCursor(Cursor cursor, Lifetime lifetime) {
    this.cursor = cursor;
    this.lifetime = lifetime;
  }

  @Override
  public boolean next() {
    if (steps++ % INTERVAL == 0) {
      lifetime.use();
    }
    return cursor.next();
  }

  @Override
  public long skip(long max) {
    long passed = 0;
    long asked;
    long moved;
    do {
      lifetime.use();
      asked = Math.min(max - passed, SKIP_INTERVAL);
      moved = cursor.skip(asked);
      passed += moved;
    } while (moved == asked && passed < max);
    return passed;
  }

  @Override
  public int next(EntryBatch into) {
    lifetime.use();
    return cursor.next(into);
  }

  @Override
  public void seek(byte[] key) {
    lifetime.use();
    cursor.seek(key);
  }

  @Override
  public Slice key() {
    return cursor.key();
  }

  @Override
  public Slice value() {
    return cursor.value();
  }

  @Override
  public void close() {
    cursor.close();
  }
}
