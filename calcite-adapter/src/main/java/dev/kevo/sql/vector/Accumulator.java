package dev.kevo.sql.vector;

/** The state of one aggregate, by group. Not thread-safe. */
interface Accumulator {
  /** Makes room for so many groups in all. */
  void grow(int groups);

  /**
   * Adds values to groups.
   *
   * @param arguments values by position, as the aggregate has arguments
   * @param positions which positions, ascending
   * @param groupOf the group of each position
   */
  void add(Vector[] arguments, int[] positions, int count, int[] groupOf);

  /** Whether values can be taken away again. */
  default boolean removes() {
    return false;
  }

  /** Takes away values that were added, if it {@link #removes}; as {@link #add} adds them. */
  default void remove(Vector[] arguments, int[] positions, int count, int[] groupOf) {
    throw new UnsupportedOperationException();
  }

  /** The results by group; more values may be added afterwards. */
  Vector finish(int groups);

  /** Gives back the memory in which values were kept. */
  default void release() {}
}
