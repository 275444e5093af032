package dev.kevo.sql.vector;

/** Computes one window function, row by row in the order of a partition. Not thread-safe. */
interface WindowFunction {
  /** Begins with another partition. */
  void restart();

  /** Puts the result for the row, whose frame has been found, at a position. */
  void eval(Vector result, int position);

  /** Gives back memory. */
  default void release() {}
}
