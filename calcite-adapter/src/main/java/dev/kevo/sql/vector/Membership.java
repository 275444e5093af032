package dev.kevo.sql.vector;

import dev.kevo.sql.exec.Comparing;
import dev.kevo.sql.exec.StatementContext;
import java.util.Arrays;
import java.util.List;

/** Whether an expression of the lane LONG is one of some numbers. */
public final class Membership implements VectorExpression {
  private final VectorExpression operand;
  private final long[] sorted;

  /**
   * A test.
   *
   * @param members in the representation of the operand's type
   */
  public Membership(VectorExpression operand, List<Object> members) {
    this.operand = operand;
    this.sorted = members.stream().mapToLong(operand.type()::unboxLong).sorted().toArray();
  }

  /** Whether a number is one of a type, so that a value of the type can be equal to it. */
  public static boolean canHold(VectorType type, Object member) {
    try {
      return Comparing.compare(type.box(type.unboxLong(member)), member) == 0;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  @Override
  public VectorType type() {
    return VectorType.BOOLEAN;
  }

  @Override
  public Evaluation open(StatementContext context) {
    Evaluation evaluation = operand.open(context);
    Scratch scratch = new Scratch(VectorType.BOOLEAN);
    return batch -> {
      LongVector values = (LongVector) evaluation.eval(batch);
      LongVector result = scratch.longs(batch);
      result.setNulls(values.nulls());
      for (int k = 0; k < batch.count(); k++) {
        int i = batch.selected()[k];
        result.values()[i] = Arrays.binarySearch(sorted, values.values()[i]) >= 0 ? 1 : 0;
      }
      return result;
    };
  }
}
