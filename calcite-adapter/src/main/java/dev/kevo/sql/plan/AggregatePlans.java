package dev.kevo.sql.plan;

import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.vector.Aggregate;
import dev.kevo.sql.vector.Aggregated;
import dev.kevo.sql.vector.BatchSource;
import dev.kevo.sql.vector.Chosen;
import dev.kevo.sql.vector.ColumnReference;
import dev.kevo.sql.vector.Constant;
import dev.kevo.sql.vector.GroupingSets;
import dev.kevo.sql.vector.Lane;
import dev.kevo.sql.vector.OrderedGroups;
import dev.kevo.sql.vector.ParallelAggregated;
import dev.kevo.sql.vector.Projected;
import dev.kevo.sql.vector.SortKey;
import dev.kevo.sql.vector.Sorted;
import dev.kevo.sql.vector.VectorExpression;
import dev.kevo.sql.vector.VectorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Makes aggregations on columns. */
final class AggregatePlans {
  /** What takes decimals as longs, too. */
  private static final Set<Aggregate.Function> SUMS =
      Set.of(Aggregate.Function.SUM, Aggregate.Function.SUM0, Aggregate.Function.COUNT);

  private final ScalarCompiler scalars;

  AggregatePlans(ScalarCompiler scalars) {
    this.scalars = scalars;
  }

  /** The aggregation of an input's rows, or null if a function is not known. */
  @Nullable BatchSource of(org.apache.calcite.rel.core.Aggregate rel, BatchSource input) {
    boolean simple = rel.getGroupType() == org.apache.calcite.rel.core.Aggregate.Group.SIMPLE;
    int[] columns = rel.getGroupSet().toArray();
    GroupingSets sets = simple ? null : new GroupingSets(input, columns, sets(rel));
    int[] groups = sets == null ? columns : sets.keys();
    List<Aggregate> aggregates = new ArrayList<>();
    List<VectorExpression> results = new ArrayList<>();
    for (int column : columns) {
      results.add(new ColumnReference(results.size(), input.types().get(column)));
    }
    for (AggregateCall call : rel.getAggCallList()) {
      VectorExpression constant = constant(rel, call, sets == null ? -1 : columns.length);
      if (constant != null) {
        results.add(constant);
        continue;
      }
      Aggregate each = aggregate(call, input.types());
      if (each == null) {
        return null;
      }
      results.add(new ColumnReference(groups.length + aggregates.size(), each.type()));
      aggregates.add(each);
    }
    BatchSource grouped = grouped(sets == null ? input : sets, groups, aggregates);
    boolean plain = sets == null && aggregates.size() == rel.getAggCallList().size();
    return plain ? grouped : new Projected(grouped, results);
  }

  private static List<boolean[]> sets(org.apache.calcite.rel.core.Aggregate rel) {
    int[] columns = rel.getGroupSet().toArray();
    List<boolean[]> sets = new ArrayList<>();
    for (ImmutableBitSet set : rel.getGroupSets()) {
      boolean[] has = new boolean[columns.length];
      for (int i = 0; i < columns.length; i++) {
        has[i] = set.get(columns[i]);
      }
      sets.add(has);
    }
    return sets;
  }

  /** Rows are sorted by their groups if an aggregate has to keep all rows of a group. */
  private static BatchSource grouped(BatchSource input, int[] groups, List<Aggregate> aggregates) {
    boolean keepsRows =
        aggregates.stream().anyMatch(each -> each.distinct() || each.function().keepsRows());
    if (!keepsRows) {
      return ParallelAggregated.where(
          new Aggregated(compacted(input, groups, aggregates), groups, aggregates));
    }
    if (groups.length == 0) {
      return new Aggregated(input, groups, aggregates);
    }
    List<SortKey> keys = new ArrayList<>();
    for (int group : groups) {
      keys.add(new SortKey(group, false, false));
    }
    return new OrderedGroups(
        new Aggregated(new Sorted(input, keys, null, null), groups, aggregates),
        input instanceof GroupingSets sets ? sets : null);
  }

  /** Lets columns that are only added up come as longs. */
  private static BatchSource compacted(
      BatchSource input, int[] groups, List<Aggregate> aggregates) {
    if (!(input instanceof Projected projected)) {
      return input;
    }
    Set<Integer> added = new HashSet<>();
    Set<Integer> others = new HashSet<>();
    for (int group : groups) {
      others.add(group);
    }
    for (Aggregate each : aggregates) {
      others.add(each.filter());
      boolean adds = SUMS.contains(each.function());
      for (int argument : each.arguments()) {
        (adds ? added : others).add(argument);
      }
    }
    added.removeAll(others);
    return added.isEmpty() ? input : projected.withCompact(added);
  }

  /** What is known of a group without its rows; null if the call is of another kind. */
  private @Nullable VectorExpression constant(
      org.apache.calcite.rel.core.Aggregate rel, AggregateCall call, int setColumn) {
    VectorType type = VectorType.of(call.getType());
    SqlKind kind = call.getAggregation().getKind();
    if (kind == SqlKind.LITERAL_AGG) {
      Scalar literal = scalars.compile(call.rexList.get(0));
      return literal == null ? null : new Constant(literal, type);
    }
    if (kind != SqlKind.GROUPING && kind != SqlKind.GROUP_ID) {
      return null;
    }
    if (setColumn < 0 || kind == SqlKind.GROUP_ID) {
      return new Constant((row, context) -> 0L, type);
    }
    long[] numbers = new long[rel.getGroupSets().size()];
    for (int s = 0; s < numbers.length; s++) {
      for (int column : call.getArgList()) {
        numbers[s] = 2 * numbers[s] + (rel.getGroupSets().get(s).get(column) ? 0 : 1);
      }
    }
    return new Chosen(setColumn, numbers, type);
  }

  /** An aggregate over columns of types, or null if its function is not known for them. */
  static @Nullable Aggregate aggregate(AggregateCall call, List<VectorType> types) {
    Aggregate.Function function = function(call.getAggregation().getKind());
    int arguments = call.getArgList().size();
    boolean one = arguments == 1 || function == Aggregate.Function.COUNT;
    boolean separated = function == Aggregate.Function.LISTAGG && arguments == 2;
    if (function == null || call.distinctKeys != null || !(one || separated)) {
      return null;
    }
    int[] columns = call.getArgList().stream().mapToInt(Integer::intValue).toArray();
    // Without all rows at hand the order of the rows does not matter.
    List<SortKey> order = function.keepsRows() ? sortKeys(call.getCollation()) : List.of();
    VectorType value = arguments == 0 ? null : types.get(columns[0]);
    VectorType type = VectorType.of(call.getType());
    if (isPercentile(function)) {
      value = order.size() == 1 ? types.get(order.get(0).column()) : null;
    }
    boolean possible = function == Aggregate.Function.COUNT;
    if (value != null && !possible) {
      possible = isPossible(function, value, type, call);
    }
    return possible
        ? new Aggregate(function, columns, call.filterArg, call.isDistinct(), order, type)
        : null;
  }

  private static boolean isPercentile(Aggregate.Function function) {
    return function == Aggregate.Function.PERCENTILE_CONT
        || function == Aggregate.Function.PERCENTILE_DISC;
  }

  private static Aggregate.@Nullable Function function(SqlKind kind) {
    return switch (kind) {
      case COUNT -> Aggregate.Function.COUNT;
      case SUM -> Aggregate.Function.SUM;
      case SUM0 -> Aggregate.Function.SUM0;
      case MIN -> Aggregate.Function.MIN;
      case MAX -> Aggregate.Function.MAX;
      case SINGLE_VALUE -> Aggregate.Function.SINGLE_VALUE;
      case ANY_VALUE -> Aggregate.Function.ANY_VALUE;
      case BIT_AND -> Aggregate.Function.BIT_AND;
      case BIT_OR -> Aggregate.Function.BIT_OR;
      case BIT_XOR -> Aggregate.Function.BIT_XOR;
      case LISTAGG, STRING_AGG -> Aggregate.Function.LISTAGG;
      case ARRAY_AGG -> Aggregate.Function.ARRAY_AGG;
      case MODE -> Aggregate.Function.MODE;
      case PERCENTILE_CONT -> Aggregate.Function.PERCENTILE_CONT;
      case PERCENTILE_DISC -> Aggregate.Function.PERCENTILE_DISC;
      default -> null;
    };
  }

  private static boolean isPossible(
      Aggregate.Function function, VectorType value, VectorType type, AggregateCall call) {
    return switch (function) {
      case COUNT -> true;
      case SUM, SUM0 ->
          type.isExact()
              ? value.isExact()
              : value.lane() == Lane.DOUBLE && type.lane() == Lane.DOUBLE;
      case BIT_AND, BIT_OR, BIT_XOR -> value.isInteger() && type.isInteger();
      case LISTAGG -> value.isText() && type.isText();
      case ARRAY_AGG -> type.lane() == Lane.OBJECT && !call.ignoreNulls();
      default ->
          (value.lane() == type.lane()
                  && value.scale() == type.scale()
                  && value.lane() != Lane.OBJECT)
              || value.equals(type);
    };
  }

  /** The columns of an order. */
  static List<SortKey> sortKeys(RelCollation collation) {
    List<SortKey> keys = new ArrayList<>();
    for (RelFieldCollation field : collation.getFieldCollations()) {
      RelFieldCollation.NullDirection nulls =
          field.nullDirection == RelFieldCollation.NullDirection.UNSPECIFIED
              ? field.direction.defaultNullDirection()
              : field.nullDirection;
      keys.add(
          new SortKey(
              field.getFieldIndex(),
              field.direction.isDescending(),
              nulls == RelFieldCollation.NullDirection.FIRST));
    }
    return keys;
  }
}
