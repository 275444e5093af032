package dev.kevo.engine.db;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.Slice;

/** A cursor that ends with its database: then every step is a {@link ClosedException}. */
final class DatabaseCursor implements Cursor {
  private final Health health;
  private final Cursor cursor;

  DatabaseCursor(Health health, Cursor cursor) {
    this.health = health;
    this.cursor = cursor;
  }

  @Override
  public boolean next() {
    health.requireOpen();
    try {
      return cursor.next();
    } catch (RuntimeException e) {
      throw health.closedOr(e);
    }
  }

  @Override
  public long skip(long max) {
    health.requireOpen();
    try {
      return cursor.skip(max);
    } catch (RuntimeException e) {
      throw health.closedOr(e);
    }
  }

  @Override
  public int next(EntryBatch into) {
    health.requireOpen();
    try {
      return cursor.next(into);
    } catch (RuntimeException e) {
      throw health.closedOr(e);
    }
  }

  @Override
  public void seek(byte[] key) {
    health.requireOpen();
    cursor.seek(key);
  }

  @Override
  public Slice key() {
    return cursor.key();
  }

  @Override
  public Slice value() {
    try {
      return cursor.value();
    } catch (RuntimeException e) {
      throw health.closedOr(e);
    }
  }

  @Override
  public void close() {
    cursor.close();
  }
}
