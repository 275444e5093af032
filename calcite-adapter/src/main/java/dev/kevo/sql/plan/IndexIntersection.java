package dev.kevo.sql.plan;

import dev.kevo.sql.table.TypedTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that two indexes bound, each too widely by itself: {@code a = 1 AND b = 2} is read as
 * the row keys that entries of both have, and the rows under these. It is made of ordinary joins: a
 * semi-join of the indexes' entries, whose rows are looked up by their keys.
 */
final class IndexIntersection {
  /** Reading a row key from an entry, and keeping or finding it. */
  private static final double KEY = 2;

  private final IndexChoice indexes;
  private final RexBuilder rexBuilder;

  IndexIntersection(IndexChoice indexes, RexBuilder rexBuilder) {
    this.indexes = indexes;
    this.rexBuilder = rexBuilder;
  }

  /**
   * Two indexes to read.
   *
   * @param many gives more row keys than {@code few}
   * @param residual what neither has proved
   */
  private record Pair(
      IndexChoice.Access many, IndexChoice.Access few, List<RexNode> residual, double cost) {}

  private record Way(IndexChoice.Access access, List<RexNode> residual, double rows) {}

  /**
   * What was found.
   *
   * @param rows give the table's {@code columns} from their column {@code first} on
   * @param residual what is left of the condition, over the table's columns
   */
  record Found(RelNode rows, int first, int[] columns, RexNode residual) {}

  /**
   * The rows that fulfil a condition, by the two indexes that cost least; null if one way alone, or
   * none, costs less.
   *
   * @param alone the best way alone
   * @param tableRows about how many rows the table has
   */
  @Nullable Found find(ScanAbsorption.Origin origin, IndexChoice.Access alone, double tableRows) {
    if (!(origin.table() instanceof TypedTable table)
        || table.definition().primaryKey().isEmpty()
        || !RexUtil.isDeterministic(origin.condition())) {
      return null;
    }
    double rows = AccessCost.assumed(tableRows);
    double least =
        alone.found() == null
            ? AccessCost.of(null, true, rows)
            : indexes.cost(table, alone, origin.condition(), origin::columns, rows);
    Pair best = null;
    List<Way> ways = ways(origin, table, rows);
    for (int i = 0; i < ways.size(); i++) {
      for (int j = 0; j < i; j++) {
        Pair pair = pair(ways.get(i), ways.get(j), rows);
        if (pair.cost < least) {
          least = pair.cost;
          best = pair;
        }
      }
    }
    return best == null ? null : found(origin, table, best);
  }

  private List<Way> ways(ScanAbsorption.Origin origin, TypedTable table, double rows) {
    List<Way> ways = new ArrayList<>();
    for (IndexChoice.Access access : indexes.ways(table, origin.condition())) {
      if (access.index() != null && access.found() != null) {
        double read =
            ScanEstimate.rows(access.scan(table, table.keyColumns()), access.operands(), rows);
        ways.add(
            new Way(
                access,
                RelOptUtil.conjunctions(access.residual(origin.condition(), rexBuilder)),
                read));
      }
    }
    return ways;
  }

  private static Pair pair(Way a, Way b, double rows) {
    List<RexNode> residual = new ArrayList<>(a.residual);
    residual.retainAll(b.residual);
    // Conditions that both have used are no independent ones: the second tells nothing new.
    boolean independent = a.residual.size() + b.residual.size() > 2 * residual.size();
    double both = independent ? a.rows * b.rows / rows : Math.min(a.rows, b.rows);
    double cost = KEY * (a.rows + b.rows) + both * (LookupChoice.SEEK + AccessCost.FETCH);
    return a.rows > b.rows
        ? new Pair(a.access, b.access, residual, cost)
        : new Pair(b.access, a.access, residual, cost);
  }

  private Found found(ScanAbsorption.Origin origin, TypedTable table, Pair pair) {
    int[] same = IntStream.range(0, table.keyColumns().length).toArray();
    RelNode keys = join(JoinRelType.SEMI, keys(origin, pair.many), keys(origin, pair.few), same);
    RexNode residual = RexUtil.composeConjunction(rexBuilder, pair.residual);
    TreeSet<Integer> columns = new TreeSet<>();
    Arrays.stream(origin.columns(residual)).forEach(columns::add);
    Arrays.stream(table.keyColumns()).forEach(columns::add);
    int[] read = columns.stream().mapToInt(Integer::intValue).toArray();
    RelNode fetched =
        KevoScan.create(
            origin.rel().getCluster(),
            origin.relTable(),
            new IndexChoice.Access(null, null).scan(table, read),
            List.of());
    int[] places =
        Arrays.stream(table.keyColumns()).map(key -> Arrays.binarySearch(read, key)).toArray();
    RelNode rows = join(JoinRelType.INNER, keys, fetched, places);
    return new Found(rows, places.length, read, residual);
  }

  private static RelNode keys(ScanAbsorption.Origin origin, IndexChoice.Access access) {
    return KevoScan.create(
        origin.rel().getCluster(),
        origin.relTable(),
        access.scan(origin.table(), origin.table().keyColumns()),
        access.operands());
  }

  /** Joins row keys with rows whose key columns lie at some places. */
  private RelNode join(JoinRelType type, RelNode keys, RelNode right, int[] places) {
    List<RelDataTypeField> fields = right.getRowType().getFieldList();
    int width = keys.getRowType().getFieldCount();
    List<RexNode> equal = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      equal.add(
          rexBuilder.makeCall(
              SqlStdOperatorTable.EQUALS,
              rexBuilder.makeInputRef(keys, i),
              rexBuilder.makeInputRef(fields.get(places[i]).getType(), width + places[i])));
    }
    return LogicalJoin.create(
        keys,
        right,
        List.of(),
        RexUtil.composeConjunction(rexBuilder, equal),
        Set.<CorrelationId>of(),
        type);
  }
}
