package dev.kevo.sql.vector;

import org.jspecify.annotations.Nullable;

/** The right rows of a join, found by the keys of left ones. Not thread-safe. */
interface Partners {
  /**
   * Makes all partners of a left batch available. If they do not fit memory, gives all right rows
   * from the first of them on, to be joined in another way.
   *
   * @param key the batch's key columns
   */
  @Nullable BatchSource admit(Batch left, Vector[] key);

  /** The rows that are available. */
  StoredRows rows();

  /**
   * The first row with a key, or -1. The keys of a batch are asked for in the order of its rows.
   */
  int first(Vector[] key, int position);

  /** The next row with the same key, or -1. */
  int next(int row);

  /** Lets go of the rows. */
  void release();

  /** Whether a part of a key is NULL, which equals nothing. */
  static boolean hasNull(Vector[] key, int position) {
    for (Vector column : key) {
      if (column.isNull(position)) {
        return true;
      }
    }
    return false;
  }
}
