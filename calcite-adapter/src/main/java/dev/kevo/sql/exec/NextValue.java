package dev.kevo.sql.exec;

import org.apache.calcite.DataContext;

/** Numbers of sequences for generated code, which calls this by name. */
public final class NextValue {
  private NextValue() {}

  /** The next number of the sequence that has an id. */
  public static long of(DataContext root, long sequence) {
    return KevoDataContext.of(root).statement().nextValue(sequence);
  }
}
