package dev.kevo.sql.vector;

import dev.kevo.sql.exec.WorkMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * One aggregate of a group.
 *
 * @param function what it computes
 * @param arguments the input's columns that it is computed of
 * @param filter the input's column that says which rows count, or -1
 * @param distinct whether equal values count once
 * @param order the order in which rows count, for functions that {@link Function#keepsRows}
 * @param type the type of the result
 */
public record Aggregate(
    Function function,
    int[] arguments,
    int filter,
    boolean distinct,
    List<SortKey> order,
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
    ANY_VALUE,
    BIT_AND,
    BIT_OR,
    BIT_XOR,
    /** The texts in a row, with another one between them. */
    LISTAGG,
    ARRAY_AGG,
    /** The most frequent value; the least of them if there are several. */
    MODE,
    /** The value before which a part of the values lies, between two of them if need be. */
    PERCENTILE_CONT,
    /** The first value that a part of the values does not come after. */
    PERCENTILE_DISC;

    /** Whether the result needs all rows of its group at once. */
    public boolean keepsRows() {
      return compareTo(LISTAGG) >= 0;
    }
  }

  public Aggregate {
    order = List.copyOf(order);
  }

  /** An aggregate that no rows count for yet. */
  Accumulator start(List<VectorType> input, WorkMemory memory) {
    Accumulator accumulator = plain(input, memory);
    return distinct && arguments.length > 0
        ? new DistinctAccumulator(accumulator, distinctTypes(input), memory)
        : accumulator;
  }

  /** What has to differ: of a count all arguments, else the first. */
  private List<VectorType> distinctTypes(List<VectorType> input) {
    List<VectorType> types = new ArrayList<>();
    for (int i = 0; i < (function == Function.COUNT ? arguments.length : 1); i++) {
      types.add(input.get(arguments[i]));
    }
    return types;
  }

  private Accumulator plain(List<VectorType> input, WorkMemory memory) {
    boolean ofNothing = function == Function.SUM0;
    return switch (function) {
      case COUNT -> new CountAccumulator(type);
      case SUM, SUM0 ->
          type.lane() == Lane.DOUBLE
              ? new DoubleSumAccumulator(type, ofNothing)
              : new ExactSumAccumulator(type, ofNothing);
      case MIN, MAX, SINGLE_VALUE, ANY_VALUE -> new PickAccumulator(function, type);
      case BIT_AND, BIT_OR, BIT_XOR -> new BitAccumulator(function, type);
      default -> new ListAccumulator(this, input, memory);
    };
  }

  /** What {@link Accumulator#add} gets of a batch: the arguments, then the columns of the order. */
  Vector[] arguments(Batch batch) {
    Vector[] columns = new Vector[arguments.length + order.size()];
    for (int i = 0; i < arguments.length; i++) {
      columns[i] = batch.column(arguments[i]);
    }
    for (int i = 0; i < order.size(); i++) {
      columns[arguments.length + i] = batch.column(order.get(i).column());
    }
    return columns;
  }

  /** Adds the rows of a batch to their groups. */
  void add(Accumulator accumulator, Batch batch, int[] groupOf, int groups) {
    accumulator.grow(groups);
    Vector[] values = arguments(batch);
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
