package dev.kevo.sql.plan;

import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** Renumbers the columns of a join's condition for the join with its inputs swapped. */
final class TurnedColumns extends RexShuttle {
  private final int leftWidth;
  private final int rightWidth;

  TurnedColumns(int leftWidth, int rightWidth) {
    this.leftWidth = leftWidth;
    this.rightWidth = rightWidth;
  }

  @Override
  public RexNode visitInputRef(RexInputRef ref) {
    int index = ref.getIndex();
    return new RexInputRef(
        index < leftWidth ? index + rightWidth : index - leftWidth, ref.getType());
  }
}
