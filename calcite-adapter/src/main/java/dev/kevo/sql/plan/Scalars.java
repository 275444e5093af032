package dev.kevo.sql.plan;

import dev.kevo.sql.exec.Scalar;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/** Makes a scalar of any expression: without generated code if it is simple, else with it. */
final class Scalars {
  private final ScalarCompiler simple;
  private final RelOptCluster cluster;

  Scalars(RelOptCluster cluster) {
    this.cluster = cluster;
    this.simple = ScalarCompiler.correlating(cluster.getRexBuilder());
  }

  /** The scalar of an expression if it needs no generated code, else null. */
  @Nullable Scalar simple(RexNode expression) {
    return simple.compile(expression);
  }

  /** The scalar of an expression over rows of a type; null if it depends on more than the row. */
  @Nullable Scalar compile(RexNode expression, RelDataType row) {
    Scalar scalar = simple.compile(expression);
    if (scalar != null) {
      return scalar;
    }
    if (!dependsOnRowAlone(expression)) {
      return null;
    }
    OuterColumns outer = new OuterColumns(row);
    RexNode over = expression.accept(outer);
    return outer.isEmpty()
        ? GeneratedScalars.of(expression, row, cluster)
        : outer.appended(
            GeneratedScalars.of(over, outer.extended(cluster.getTypeFactory()), cluster));
  }

  private static boolean dependsOnRowAlone(RexNode expression) {
    try {
      expression.accept(
          new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitOver(RexOver over) {
              throw Util.FoundOne.NULL;
            }

            @Override
            public Void visitSubQuery(RexSubQuery subQuery) {
              throw Util.FoundOne.NULL;
            }
          });
      return true;
    } catch (Util.FoundOne e) {
      return false;
    }
  }
}
