package dev.kevo.sql.plan;

import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.TableIndex;
import dev.kevo.sql.table.TypedTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexInputRef;
import org.jspecify.annotations.Nullable;

/**
 * One of the inputs of joins that are put in order: its rows, and what reading them costs, in rows.
 *
 * @param table what it reads, and nothing else; null if it is more than projections and filters
 * @param tableRows about how many rows the table has
 * @param tableColumns the table's columns that its columns are; -1 for others
 * @param scanned about how many rows are read when it is read as a whole
 */
record JoinFactor(
    RelNode rel,
    Cardinality.Estimate estimate,
    @Nullable TypedTable table,
    double tableRows,
    int[] tableColumns,
    double scanned) {
  /** A condition on a key that leaves less than this of its values is taken to bound the scan. */
  private static final double BOUND_PART = 0.5;

  static JoinFactor of(RelNode rel, Cardinality cardinality) {
    Cardinality.Estimate estimate = cardinality.of(rel);
    int[] columns = new int[rel.getRowType().getFieldCount()];
    Arrays.setAll(columns, column -> column);
    RelNode below = rel;
    while (below instanceof Project || below instanceof Filter) {
      if (below instanceof Project project) {
        for (int i = 0; i < columns.length; i++) {
          columns[i] =
              columns[i] >= 0 && project.getProjects().get(columns[i]) instanceof RexInputRef ref
                  ? ref.getIndex()
                  : -1;
        }
      }
      below = below.getInput(0);
    }
    KevoTable table = below instanceof TableScan ? SqlPlanner.tableOf(below.getTable()) : null;
    if (!(table instanceof TypedTable typed)) {
      double read = Math.max(estimate.rows(), cardinality.rows(below));
      return new JoinFactor(rel, estimate, null, read, columns, read);
    }
    double tableRows = cardinality.rows(below);
    boolean bounded = isBounded(rel, estimate, typed, columns, cardinality.of(below));
    return new JoinFactor(
        rel, estimate, typed, tableRows, columns, bounded ? estimate.rows() : tableRows);
  }

  /** Whether fewer values are left of a column that a key begins with. */
  private static boolean isBounded(
      RelNode rel,
      Cardinality.Estimate estimate,
      TypedTable table,
      int[] columns,
      Cardinality.Estimate whole) {
    for (int i = 0; i < rel.getRowType().getFieldCount(); i++) {
      for (int[] key : keys(table)) {
        if (columns[i] >= 0
            && key.length > 0
            && key[0] == columns[i]
            && estimate.columns().get(i).distinct()
                < BOUND_PART * whole.columns().get(columns[i]).distinct()) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<int[]> keys(TypedTable table) {
    List<int[]> keys = new ArrayList<>();
    for (TableIndex index : ways(table)) {
      keys.add(index == null ? table.keyColumns() : index.keyColumns());
    }
    return keys;
  }

  /** Its key, which is null, and the indexes that can be read. */
  private static List<@Nullable TableIndex> ways(TypedTable table) {
    List<@Nullable TableIndex> ways = new ArrayList<>(Collections.singletonList(null));
    for (TableIndex index : table.indexes()) {
      if (index.definition().isReady()) {
        ways.add(index);
      }
    }
    return ways;
  }

  /**
   * The cost of finding the rows that have given values in some of its columns; infinite if no key
   * begins with them.
   */
  double lookup(Set<Integer> columns) {
    TypedTable read = table;
    double best = Double.POSITIVE_INFINITY;
    if (read == null) {
      return best;
    }
    List<Integer> given = columns.stream().map(column -> tableColumns[column]).toList();
    int[] all = Arrays.stream(tableColumns).filter(column -> column >= 0).toArray();
    for (TableIndex index : ways(read)) {
      int[] key = index == null ? read.keyColumns() : index.keyColumns();
      int count = 0;
      while (count < key.length && key[count] >= 0 && given.contains(key[count])) {
        count++;
      }
      if (count == 0) {
        continue;
      }
      boolean one = count == key.length && (index == null || index.definition().unique());
      double matches = one ? 1 : ScanEstimate.equalRows(read, Arrays.copyOf(key, count), tableRows);
      boolean covers = index == null || index.covers(all);
      best = Math.min(best, LookupChoice.SEEK + AccessCost.of(index, covers, Math.max(1, matches)));
    }
    return best;
  }
}
