package dev.kevo.sql.session;

import org.jspecify.annotations.Nullable;

/** The result of a change that was asked for values of its rows: a count, and these. */
record KeysResult(long updateCount, RowsResult rows) implements SqlResult {
  @Override
  public boolean next() {
    return rows.next();
  }

  @Override
  public @Nullable Object get(int column) {
    return rows.get(column);
  }

  @Override
  public void close() {}
}
