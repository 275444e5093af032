package dev.kevo.sql.vector;

import org.jspecify.annotations.Nullable;

/** Steps over batches. Must be closed. For one thread. */
public interface BatchCursor extends AutoCloseable {
  /**
   * The next rows, at least one; null at the end. The batch before becomes void. Fails once the
   * statement is cancelled.
   */
  @Nullable Batch next();

  @Override
  void close();
}
