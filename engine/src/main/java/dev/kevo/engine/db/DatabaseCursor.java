package dev.kevo.engine.db;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.Slice;

/** A cursor that ends with its database: then every step is a {@link ClosedException}. */
final class DatabaseCursor implements Cursor {
  private final KevoDatabase database;
  private final Cursor cursor;

  DatabaseCursor(KevoDatabase database, Cursor cursor) {
    this.database = database;
    this.cursor = cursor;
  }

  @Override
  public boolean next() {
    database.requireOpen();
    try {
      return cursor.next();
    } catch (RuntimeException e) {
      throw database.closedOr(e);
    }
  }

  @Override
  public long skip(long max) {
    database.requireOpen();
    try {
      return cursor.skip(max);
    } catch (RuntimeException e) {
      throw database.closedOr(e);
    }
  }

  @Override
  public int next(EntryBatch into) {
    database.requireOpen();
    try {
      return cursor.next(into);
    } catch (RuntimeException e) {
      throw database.closedOr(e);
    }
  }

  @Override
  public void seek(byte[] key) {
    database.requireOpen();
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
      throw database.closedOr(e);
    }
  }

  @Override
  public void close() {
    cursor.close();
  }
}
