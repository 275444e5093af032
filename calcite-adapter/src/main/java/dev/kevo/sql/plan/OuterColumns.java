package dev.kevo.sql.plan;

import dev.kevo.sql.exec.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Takes columns of outer rows out of an expression, for code that knows one row only: they become
 * columns behind those of the row.
 */
final class OuterColumns extends RexShuttle {
  private final RelDataType row;
  private final List<RexFieldAccess> columns = new ArrayList<>();

  OuterColumns(RelDataType row) {
    this.row = row;
  }

  boolean isEmpty() {
    return columns.isEmpty();
  }

  @Override
  public RexNode visitFieldAccess(RexFieldAccess access) {
    if (!(access.getReferenceExpr() instanceof RexCorrelVariable)) {
      return super.visitFieldAccess(access);
    }
    int known = columns.indexOf(access);
    if (known < 0) {
      known = columns.size();
      columns.add(access);
    }
    return new RexInputRef(row.getFieldCount() + known, access.getType());
  }

  /** The type of the rows with the columns behind. */
  RelDataType extended(RelDataTypeFactory factory) {
    RelDataTypeFactory.Builder builder = factory.builder().addAll(row.getFieldList());
    for (RexFieldAccess column : columns) {
      builder.add("$OUTER" + builder.getFieldCount(), column.getType());
    }
    return builder.build();
  }

  /** A scalar over such rows as one over rows without them. */
  Scalar appended(Scalar scalar) {
    int width = row.getFieldCount();
    RexFieldAccess[] outer = columns.toArray(RexFieldAccess[]::new);
    return (values, context) -> {
      @Nullable Object[] all = Arrays.copyOf(values, width + outer.length);
      for (int i = 0; i < outer.length; i++) {
        RexCorrelVariable variable = (RexCorrelVariable) outer[i].getReferenceExpr();
        @Nullable Object[] outerRow = (@Nullable Object[]) context.passed(variable.id);
        all[width + i] = outerRow[outer[i].getField().getIndex()];
      }
      return scalar.eval(all, context);
    };
  }
}
