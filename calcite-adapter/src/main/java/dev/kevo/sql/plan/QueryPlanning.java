package dev.kevo.sql.plan;

import dev.kevo.sql.exec.AnalyzedRows;
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
  private final boolean measures;

  QueryPlanning(RelOptCluster cluster) {
    this(cluster, false);
  }

  /**
   * The planning of a cluster's trees.
   *
   * @param measures whether operators are watched when they run
   */
  QueryPlanning(RelOptCluster cluster, boolean measures) {
    this.cluster = cluster;
    this.measures = measures;
  }

  /**
   * A planned tree.
   *
   * @param rel the tree as it runs
   * @param direct runs it without generated code; null if it cannot
   * @param operators describes the operators that run it; null if it is no operator
   * @param counts the parameters that generated code takes for numbers of rows
   * @param evaluations the functions that generated code calls
   */
  record Planned(
      RelNode rel,
      @Nullable RowSource direct,
      @Nullable OperatorText operators,
      int[] counts,
      List<Evaluation> evaluations) {
    /** Runs it; generates the code if there must be some. */
    RowSource rows() {
      return direct != null ? direct : compile((EnumerableRel) rel, counts, evaluations);
    }

    /** The plan as EXPLAIN shows it. */
    String text(SqlExplainLevel level) {
      if (operators != null) {
        return operators.of(rel);
      }
      return direct == null
          ? RelOptUtil.toString(rel, level).stripTrailing()
          : KeyValueText.of(rel, level);
    }

    /** Runs it to its end for EXPLAIN ANALYZE. */
    RowSource analyzed(SqlExplainLevel level) {
      if (operators == null) {
        String text = text(level);
        return new AnalyzedRows(rows(), () -> {}, () -> text);
      }
      return new AnalyzedRows(rows(), operators::reset, () -> operators.of(rel));
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
    RelNode absorbed = absorbed(logic);
    OperatorText text = new OperatorText(measures);
    VectorPlans operators =
        new VectorPlans(cluster, text, node -> generated(new Programs(cluster), node).rows());
    BatchSource batches = operators.find(absorbed);
    if (batches != null) {
      return new Planned(absorbed, new BatchRows(batches), text, new int[0], List.of());
    }
    return generated(programs, absorbed);
  }

  /** A tree whose scans are absorbed; what bounds none of them is in words that all plans know. */
  private RelNode absorbed(RelNode rel) {
    RelNode absorbed = new ScanAbsorption(cluster).apply(rel);
    return new ExpandedRows(cluster.getRexBuilder()).apply(absorbed);
  }

  private Planned generated(Programs programs, RelNode tree) {
    RelNode absorbed = tree.accept(new SumOperands());
    RowCounts counts = new RowCounts(cluster.getRexBuilder());
    RelNode counted = counts.apply(absorbed);
    RelNode small = LargeConditions.move(counted, new ScalarCompiler(cluster.getRexBuilder()));
    Lowering lowering = new Lowering(cluster.getRexBuilder());
    RelNode lowered = lowering.apply(small);
    return new Planned(
        programs.implement(lowered), null, null, counts.parameters(), lowering.evaluations());
  }

  private @Nullable Planned keyValue(RelNode rel) {
    RelNode absorbed = absorbed(rel);
    RowSource rows = new KeyValuePlans(new ScalarCompiler(cluster.getRexBuilder())).find(absorbed);
    return rows == null ? null : new Planned(absorbed, rows, null, new int[0], List.of());
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
