package dev.kevo.sql.vector;

import dev.kevo.sql.exec.WorkMemory;
import org.jspecify.annotations.Nullable;

/**
 * One aggregate of a group.
 *
 * @param function what it computes
 * @param argument the input's column, or -1 for COUNT(*)
 * @param argumentType its type; null without argument
 * @param filter the input's column that says which rows count, or -1
 * @param distinct whether equal values count once
 * @param type the type of the result
 */
public record Aggregate(
    Function function,
    int argument,
    @Nullable VectorType argumentType,
    int filter,
    boolean distinct,
    VectorType type) {
  /** The aggregate functions. */
  public enum Function {
    COUNT,
    SUM,
    /** A sum that is 0 of no values. */
    SUM0,
    MIN,
    MAX,
    /** The value of the only row; an error if there are more. */
    SINGLE_VALUE,
    ANY_VALUE
  }

  Accumulator start(WorkMemory memory) {
    Accumulator accumulator =
        switch (function) {
          case COUNT -> new CountAccumulator(type, argument >= 0);
          case SUM, SUM0 -> sum();
          default -> new PickAccumulator(function, type);
        };
    return distinct && argumentType != null
        ? new DistinctAccumulator(accumulator, argumentType, memory)
        : accumulator;
  }

  private Accumulator sum() {
    boolean ofNothing = function == Function.SUM0;
    return type.lane() == Lane.DOUBLE
        ? new DoubleSumAccumulator(type, ofNothing)
        : new ExactSumAccumulator(type, ofNothing);
  }

  /** Adds the rows of a batch to their groups. */
  void add(Accumulator accumulator, Batch batch, int[] groupOf, int groups) {
    accumulator.grow(groups);
    Vector values = argument < 0 ? null : batch.column(argument);
    if (filter < 0) {
      accumulator.add(values, batch.selected(), batch.count(), groupOf);
      return;
    }
    LongVector condition = (LongVector) batch.column(filter);
    int[] kept = new int[batch.count()];
    int[] keptGroups = new int[batch.count()];
    int count = 0;
    for (int k = 0; k < batch.count(); k++) {
      int i = batch.selected()[k];
      if (condition.values()[i] != 0 && !condition.isNull(i)) {
        kept[count] = i;
        keptGroups[count++] = groupOf[k];
      }
    }
    accumulator.add(values, kept, count, keptGroups);
  }
}
