package dev.kevo.sql.vector;

import org.jspecify.annotations.Nullable;

/** The state of one aggregate, by group. Not thread-safe. */
interface Accumulator {
  /** Makes room for so many groups in all. */
  void grow(int groups);

  /**
   * Adds values to groups.
   *
   * @param values by position; null for an aggregate without argument
   * @param positions which positions
   * @param groupOf the group of each position
   */
  void add(@Nullable Vector values, int[] positions, int count, int[] groupOf);

  /** The results by group. */
  Vector finish(int groups);
}
