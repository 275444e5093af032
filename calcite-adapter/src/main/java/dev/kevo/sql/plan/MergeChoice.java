package dev.kevo.sql.plan;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Finds out whether a join can merge its inputs, which costs less than a hash table wherever it is
 * possible: nothing is kept but the rows around the key at hand.
 */
final class MergeChoice {
  private MergeChoice() {}

  /**
   * Whether both inputs come in the order of the join's keys. Approximate numbers are left out: two
   * that are equal may lie apart in a key.
   */
  static boolean isPossible(Join join, JoinInfo info) {
    JoinRelType type = join.getJoinType();
    return !info.leftKeys.isEmpty()
        && !type.generatesNullsOnLeft()
        && isOrdered(join.getLeft(), info.leftKeys)
        && isOrdered(join.getRight(), info.rightKeys);
  }

  private static boolean isOrdered(RelNode input, List<Integer> keys) {
    for (int key : keys) {
      SqlTypeName name = input.getRowType().getFieldList().get(key).getType().getSqlTypeName();
      if (SqlTypeName.APPROX_TYPES.contains(name)) {
        return false;
      }
    }
    return KeyOrder.ascends(input, keys);
  }
}
