package dev.kevo.sql.plan;

import dev.kevo.sql.exec.PastTable;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Snapshot;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Makes tables of the past of all tables below a FOR SYSTEM_TIME AS OF, so those of a view or of a
 * named query, too; what lies deeper under one of its own keeps that.
 */
final class PastTables extends RelHomogeneousShuttle {
  private final List<PastTable> found;
  private final boolean indexed;
  private @Nullable Time time;

  /**
   * A pass over a tree.
   *
   * @param found takes what it finds
   * @param indexed whether tables of the past are read by their indexes
   */
  PastTables(List<PastTable> found, boolean indexed) {
    this.found = found;
    this.indexed = indexed;
  }

  /** A time of the past. */
  private record Time(Scalar micros, String text) {}

  @Override
  public RelNode visit(RelNode other) {
    if (other instanceof Snapshot snapshot) {
      Time outer = time;
      time = time(snapshot.getPeriod(), snapshot.getCluster());
      RelNode past = snapshot.getInput().accept(this);
      time = outer;
      return past;
    }
    Time at = time;
    if (other instanceof LogicalTableScan scan) {
      return at == null ? scan : past(scan, at);
    }
    return visitChildren(other).accept(new SubQueryTrees(this));
  }

  private static Time time(RexNode period, RelOptCluster cluster) {
    Scalar micros =
        new Scalars(cluster).compile(period, cluster.getTypeFactory().builder().build());
    if (micros == null) {
      throw SqlState.NOT_SUPPORTED.failure(
          "the time of FOR SYSTEM_TIME AS OF must not depend on rows");
    }
    return new Time(micros, period.toString());
  }

  private RelNode past(LogicalTableScan scan, Time at) {
    RelOptTable now = scan.getTable();
    KevoTable table = now.unwrap(KevoTable.class);
    if (table == null || table.definition().isTemporary()) {
      throw SqlState.NOT_SUPPORTED.failure(
          String.join(".", now.getQualifiedName()) + " has no past: it is not kept in the store");
    }
    KevoTable read = indexed ? table : table.withoutIndexes();
    PastTable past = new PastTable(read, at.micros, at.text);
    found.add(past);
    List<String> name = new ArrayList<>(now.getQualifiedName());
    // Another table for rules that compare names, and for each time another one.
    name.add("AS OF " + at.text);
    return LogicalTableScan.create(
        scan.getCluster(), new PastRelTable(now, read, past, name), scan.getHints());
  }
}
