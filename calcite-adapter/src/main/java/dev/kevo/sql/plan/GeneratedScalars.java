package dev.kevo.sql.plan;

import dev.kevo.sql.exec.GeneratedScalar;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.types.TimeType;
import java.util.List;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexExecutorImpl;
import org.apache.calcite.rex.RexNode;

/** Makes scalars of expressions that only generated code can evaluate. */
final class GeneratedScalars {
  private GeneratedScalars() {}

  static Scalar of(RexNode expression, RelDataType rowType, RelOptCluster cluster) {
    Lowering lowering = new Lowering(cluster.getRexBuilder());
    RexNode lowered = expression.accept(lowering);
    return new GeneratedScalar(
        TimeType.asNumbers(
            () ->
                RexExecutorImpl.getExecutable(cluster.getRexBuilder(), List.of(lowered), rowType)
                    .getFunction()),
        lowering.evaluations(),
        (JavaTypeFactory) cluster.getTypeFactory());
  }
}
