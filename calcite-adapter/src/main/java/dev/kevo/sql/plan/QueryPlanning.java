package dev.kevo.sql.plan;

import dev.kevo.sql.exec.CompiledQuery;
import dev.kevo.sql.exec.Evaluation;
import dev.kevo.sql.exec.RowSource;
import dev.kevo.sql.types.TimeType;
import dev.kevo.sql.vector.BatchRows;
import dev.kevo.sql.vector.BatchSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.adapter.enumerable.EnumerableInterpretable;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.runtime.Bindable;
import org.apache.calcite.sql.SqlExplainLevel;
import org.jspecify.annotations.Nullable;

/**
 * Plans a tree of a query: as a key-value plan if it is one, else by operators on columns, else by
 * the optimizer and generated code.
 */
final class QueryPlanning {
  private final RelOptCluster cluster;

  QueryPlanning(RelOptCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * A planned tree.
   *
   * @param rel the tree as it runs
   * @param direct runs it without generated code; null if it cannot
   * @param counts the parameters that generated code takes for numbers of rows
   * @param evaluations the functions that generated code calls
   */
  record Planned(
      RelNode rel, @Nullable RowSource direct, int[] counts, List<Evaluation> evaluations) {
    /** Runs it; generates the code if there must be some. */
    RowSource rows() {
      return direct != null ? direct : compile((EnumerableRel) rel, counts, evaluations);
    }

    /** The plan as EXPLAIN shows it. */
    String text(SqlExplainLevel level) {
      if (direct == null) {
        return RelOptUtil.toString(rel, level).stripTrailing();
      }
      return direct instanceof BatchRows
          ? DirectText.ofOperators(rel, level)
          : DirectText.ofKeyValue(rel, level);
    }
  }

  Planned plan(RelNode rel) {
    if (SimpleTrees.isSimple(rel)) {
      Planned planned = keyValue(rel);
      // Most simple statements have the right form from the start, and need no rules at all.
      if (planned == null) {
        planned = keyValue(new Programs(cluster).tidySimple(rel));
      }
      if (planned != null) {
        return planned;
      }
    }
    Programs programs = new Programs(cluster);
    RelNode logic = programs.optimizeLogic(rel);
    RelNode absorbed = new ScanAbsorption(cluster).apply(logic);
    BatchSource batches = new VectorPlans(cluster).find(absorbed);
    if (batches != null) {
      return new Planned(absorbed, new BatchRows(batches), new int[0], List.of());
    }
    return generated(programs, absorbed);
  }

  private Planned generated(Programs programs, RelNode tree) {
    RelNode absorbed = tree.accept(new SumOperands());
    RowCounts counts = new RowCounts(cluster.getRexBuilder());
    RelNode expanded = new ExpandedRows(cluster.getRexBuilder()).apply(counts.apply(absorbed));
    RelNode small = LargeConditions.move(expanded, new ScalarCompiler(cluster.getRexBuilder()));
    Lowering lowering = new Lowering(cluster.getRexBuilder());
    RelNode lowered = lowering.apply(small);
    return new Planned(
        programs.implement(lowered), null, counts.parameters(), lowering.evaluations());
  }

  private @Nullable Planned keyValue(RelNode rel) {
    RelNode absorbed = new ScanAbsorption(cluster).apply(rel);
    RowSource rows = new KeyValuePlans(new ScalarCompiler(cluster.getRexBuilder())).find(absorbed);
    return rows == null ? null : new Planned(absorbed, rows, new int[0], List.of());
  }

  /** Whether the code keeps rows in tables of its own, which two executions would share. */
  private static boolean isRecursive(RelNode rel) {
    if (rel instanceof RepeatUnion) {
      return true;
    }
    for (RelNode input : rel.getInputs()) {
      if (isRecursive(input)) {
        return true;
      }
    }
    return false;
  }

  private static RowSource compile(EnumerableRel rel, int[] counts, List<Evaluation> evaluations) {
    Map<String, Object> stashed = new HashMap<>();
    Bindable<?> code =
        TimeType.asNumbers(
            () ->
                EnumerableInterpretable.toBindable(stashed, null, rel, EnumerableRel.Prefer.ARRAY));
    return new CompiledQuery(
        code,
        stashed,
        evaluations,
        (JavaTypeFactory) rel.getCluster().getTypeFactory(),
        rel.getRowType().getFieldCount() == 1,
        isRecursive(rel),
        counts);
  }
}
