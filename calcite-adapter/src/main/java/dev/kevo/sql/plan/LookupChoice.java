package dev.kevo.sql.plan;

import dev.kevo.sql.exec.TableScan;
import dev.kevo.sql.table.KeySpace;
import dev.kevo.sql.table.TableIndex;
import dev.kevo.sql.table.TypedTable;
import dev.kevo.sql.vector.Batch;
import dev.kevo.sql.vector.BatchSource;
import dev.kevo.sql.vector.Filtered;
import dev.kevo.sql.vector.Joined;
import dev.kevo.sql.vector.Lookup;
import dev.kevo.sql.vector.Projected;
import dev.kevo.sql.vector.VectorExpression;
import dev.kevo.sql.vector.VectorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Chooses whether one side of a join is looked up, row by row of the other side, instead of being
 * read as a whole.
 */
final class LookupChoice {
  /** Finding the first entry of a range. */
  static final double SEEK = 8;

  /** Reading a row and keeping it for a hash join. */
  static final double HASHED = 1.5;

  private final VectorExpressions expressions;
  private final AggregatePlans aggregates;
  private final Cardinality cardinality;
  private final Function<RelNode, @Nullable BatchSource> sources;

  /**
   * A choice.
   *
   * @param sources makes operators of a node
   */
  LookupChoice(
      VectorExpressions expressions,
      AggregatePlans aggregates,
      Cardinality cardinality,
      Function<RelNode, @Nullable BatchSource> sources) {
    this.expressions = expressions;
    this.aggregates = aggregates;
    this.cardinality = cardinality;
    this.sources = sources;
  }

  /**
   * A way to look up a side.
   *
   * @param scan the scan that it replaces
   * @param shown the scan by the same key, for EXPLAIN
   * @param joins those between the side and its scan; they are made anew for each look-up
   */
  record Chosen(Lookup lookup, KevoScan scan, KevoScan shown, List<Join> joins) {
    /** The key columns by which rows are looked up. */
    List<String> keyNames() {
      TableScan read = lookup.scan();
      KeySpace space = read.index() == null ? read.table() : read.index();
      return IntStream.range(0, lookup.keys().length).mapToObj(space::keyName).toList();
    }
  }

  /**
   * The way to look up a side; null if reading all of it is cheaper or nothing else is possible.
   *
   * @param outerRows about how many rows the other side has
   * @param outerKeys the other side's columns that equal {@code innerKeys}
   */
  @Nullable Chosen choose(
      RelNode inner, double outerRows, List<Integer> outerKeys, List<Integer> innerKeys) {
    List<RelNode> path = new ArrayList<>();
    RelNode below = inner;
    double readAgain = 0;
    for (RelNode input = inputOf(below, path, innerKeys); input != null; ) {
      if (below instanceof Join join) {
        readAgain += rowsBelow(other(join, input));
      }
      path.add(below);
      below = input;
      input = inputOf(below, path, innerKeys);
    }
    if (!(below instanceof KevoScan scan)
        || !(scan.scan().table() instanceof TypedTable table)
        || scan.scan().bounds() != null
        || scan.scan().index() != null
        || scan.scan().filter() != null) {
      return null;
    }
    int[] ordinals = ordinals(innerKeys, path, scan);
    double tableRows =
        AccessCost.assumed(scan.estimateRowCount(scan.getCluster().getMetadataQuery()));
    TableScan best = null;
    int[] bestKeys = {};
    double batches = Math.ceil(outerRows / Batch.ROWS_MAX);
    double bestCost = (tableRows - batches * readAgain) * HASHED;
    List<@Nullable TableIndex> ways = new ArrayList<>(Collections.singletonList(null));
    ways.addAll(table.indexes());
    for (TableIndex index : ways) {
      if (index != null && !index.definition().isReady()) {
        continue;
      }
      int[] columns = index == null ? table.keyColumns() : index.keyColumns();
      int[] keys = leading(columns, ordinals, table, outerKeys);
      boolean one = keys.length == columns.length && (index == null || index.definition().unique());
      double matches =
          one
              ? 1
              : Math.max(
                  1, ScanEstimate.equalRows(table, Arrays.copyOf(columns, keys.length), tableRows));
      boolean covers = index == null || index.covers(scan.scan().columns());
      double cost = outerRows * (SEEK + AccessCost.of(index, covers, matches));
      if (keys.length > 0 && cost < bestCost) {
        best = index == null ? scan.scan() : scan.scan().withIndex(index);
        bestKeys = keys;
        bestCost = cost;
      }
    }
    UnaryOperator<BatchSource> above = best == null ? null : above(path, scan);
    if (best == null || above == null) {
      return null;
    }
    List<VectorType> types =
        scan.getRowType().getFieldList().stream()
            .map(field -> VectorType.of(field.getType()))
            .toList();
    List<Join> joins = path.stream().filter(Join.class::isInstance).map(Join.class::cast).toList();
    return new Chosen(
        new Lookup(best, bestKeys, types, above, readAgain), scan, scan.with(best, null), joins);
  }

  /**
   * Whether a node makes groups, one by one. Those under given values of columns that they are
   * grouped by need no other rows than those under the same values.
   */
  private static boolean isGrouped(RelNode rel) {
    return rel instanceof Aggregate aggregate && Aggregate.isSimple(aggregate);
  }

  /** The input of a node that given values of the side's columns restrict; null if none is. */
  private static @Nullable RelNode inputOf(RelNode rel, List<RelNode> path, List<Integer> keys) {
    if (rel instanceof Project || rel instanceof Filter || isGrouped(rel)) {
      return rel.getInput(0);
    }
    // What is joined and not grouped, the join's own order has put where it is best.
    if (!(rel instanceof Join join)
        || join.getJoinType() != JoinRelType.INNER
        || path.stream().noneMatch(LookupChoice::isGrouped)
        || !isHashable(join)) {
      return null;
    }
    int leftCount = join.getLeft().getRowType().getFieldCount();
    for (int key : keys) {
      int column = ScanAbsorption.columnBelow(key, path, join);
      if (column >= 0) {
        return column < leftCount ? join.getLeft() : join.getRight();
      }
    }
    return null;
  }

  /** About how many rows a tree reads and makes. */
  private double rowsBelow(RelNode rel) {
    double rows = cardinality.rows(rel);
    for (RelNode input : rel.getInputs()) {
      rows += rowsBelow(input);
    }
    return rows;
  }

  private static boolean isHashable(Join join) {
    JoinInfo info = info(join);
    boolean hashable = info.isEqui() && !info.leftKeys.isEmpty();
    for (int i = 0; hashable && i < info.leftKeys.size(); i++) {
      hashable =
          type(join.getLeft(), info.leftKeys.get(i))
              .equals(type(join.getRight(), info.rightKeys.get(i)));
    }
    return hashable;
  }

  private static JoinInfo info(Join join) {
    return JoinInfo.createWithStrictEquality(join.getLeft(), join.getRight(), join.getCondition());
  }

  private static VectorType type(RelNode rel, int field) {
    return VectorType.of(rel.getRowType().getFieldList().get(field).getType());
  }

  @SuppressWarnings("ReferenceEquality") // the nodes of one tree
  private static RelNode other(Join join, RelNode input) {
    return input == join.getLeft() ? join.getRight() : join.getLeft();
  }

  /** The table's columns that the join's are; -1 for others. */
  private static int[] ordinals(List<Integer> joined, List<RelNode> path, KevoScan scan) {
    return joined.stream().mapToInt(key -> ScanAbsorption.tableColumn(key, path, scan)).toArray();
  }

  /** The outer columns that give the leading columns of a key. */
  private static int[] leading(
      int[] keyColumns, int[] ordinals, TypedTable table, List<Integer> outerKeys) {
    int[] keys = new int[keyColumns.length];
    int count = 0;
    while (count < keys.length && keyColumns[count] >= 0) {
      int column = keyColumns[count];
      int place = Arrays.stream(ordinals).boxed().toList().indexOf(column);
      if (place < 0
          || column >= table.definition().columns().size()
          || SqlTypeName.APPROX_TYPES.contains(table.columnType(column).typeName())) {
        break;
      }
      keys[count++] = outerKeys.get(place);
    }
    return Arrays.copyOf(keys, count);
  }

  private @Nullable UnaryOperator<BatchSource> above(List<RelNode> path, RelNode scan) {
    UnaryOperator<BatchSource> above = UnaryOperator.identity();
    for (int i = path.size() - 1; i >= 0; i--) {
      RelNode rel = path.get(i);
      UnaryOperator<BatchSource> before = above;
      if (rel instanceof Filter filter) {
        VectorExpression condition =
            expressions.compile(filter.getCondition(), filter.getInput().getRowType());
        if (condition == null) {
          return null;
        }
        above = rows -> new Filtered(before.apply(rows), condition);
      } else if (rel instanceof Project project) {
        List<VectorExpression> columns =
            expressions.compile(project.getProjects(), project.getInput().getRowType());
        if (columns == null) {
          return null;
        }
        above = rows -> new Projected(before.apply(rows), columns);
      } else if (rel instanceof Aggregate aggregate) {
        above = rows -> Objects.requireNonNull(aggregates.of(aggregate, before.apply(rows)));
      } else if (rel instanceof Join join) {
        RelNode input = i + 1 < path.size() ? path.get(i + 1) : scan;
        BatchSource other = sources.apply(other(join, input));
        if (other == null) {
          return null;
        }
        above = joined(join, input, before, other);
      }
    }
    return above;
  }

  /** Joins the rows of one input, by hashing, with all of the other's. */
  @SuppressWarnings("ReferenceEquality") // the nodes of one tree
  private static UnaryOperator<BatchSource> joined(
      Join join, RelNode input, UnaryOperator<BatchSource> before, BatchSource other) {
    JoinInfo info = info(join);
    int[] left = info.leftKeys.toIntArray();
    int[] right = info.rightKeys.toIntArray();
    return input == join.getLeft()
        ? rows -> new Joined(Joined.Kind.INNER, before.apply(rows), other, left, right, null)
        : rows -> new Joined(Joined.Kind.INNER, other, before.apply(rows), left, right, null);
  }
}
