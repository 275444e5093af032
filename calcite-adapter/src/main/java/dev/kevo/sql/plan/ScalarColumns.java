package dev.kevo.sql.plan;

import dev.kevo.sql.types.SqlState;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/** Refuses queries with a column that is a row: rows can be compared, and nothing else. */
final class ScalarColumns extends RelHomogeneousShuttle {
  private final RexShuttle expressions =
      new RexShuttle() {
        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
          subQuery.rel.accept(ScalarColumns.this);
          return super.visitSubQuery(subQuery);
        }
      };

  @Override
  public RelNode visit(RelNode other) {
    for (RelDataTypeField column : other.getRowType().getFieldList()) {
      if (column.getType().isStruct()) {
        throw SqlState.NOT_SUPPORTED.failure("a row is no value; rows can be compared only");
      }
    }
    visitChildren(other);
    other.accept(expressions);
    return other;
  }
}
