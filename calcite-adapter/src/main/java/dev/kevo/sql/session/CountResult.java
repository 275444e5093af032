package dev.kevo.sql.session;

import org.jspecify.annotations.Nullable;

/** The result of a statement that gives no rows. */
record CountResult(long updateCount) implements SqlResult {
  /** Of a definition or a statement about the session. */
  static final CountResult NONE = new CountResult(0);

  @Override
  public boolean next() {
    return false;
  }

  @Override
  public @Nullable Object get(int column) {
    throw new IllegalStateException("an update count has no rows");
  }

  @Override
  public void close() {}
}
