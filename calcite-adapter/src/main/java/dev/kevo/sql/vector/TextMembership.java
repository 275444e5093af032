package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.Arrays;
import java.util.List;

/** Whether an expression of texts is one of some texts, which are found by their hash. */
public final class TextMembership implements VectorExpression {
  private static final int FREE = -1;

  private final VectorExpression operand;

  /** The texts that are searched for; nobody changes it once this is made. */
  private final BytesVector members;

  /** Positions of members, each at its hash or behind, and at least as many free places. */
  private final int[] table;

  /** A test. */
  public TextMembership(VectorExpression operand, List<Object> texts) {
    this.operand = operand;
    this.members = new BytesVector(operand.type(), texts.size());
    this.table = new int[Integer.highestOneBit(Math.max(texts.size(), 1)) * 4];
    Arrays.fill(table, FREE);
    for (int i = 0; i < texts.size(); i++) {
      members.unbox(i, texts.get(i));
      int at = members.hashValue(i) & (table.length - 1);
      while (table[at] != FREE) {
        at = (at + 1) & (table.length - 1);
      }
      table[at] = i;
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
      BytesVector texts = (BytesVector) evaluation.eval(batch);
      LongVector result = scratch.longs(batch);
      result.setNulls(texts.nulls());
      for (int k = 0; k < batch.count(); k++) {
        int i = batch.selected()[k];
        if (!texts.isNull(i)) {
          result.values()[i] = isMember(texts, i) ? 1 : 0;
        }
      }
      return result;
    };
  }

  private boolean isMember(BytesVector texts, int position) {
    int at = texts.hashValue(position) & (table.length - 1);
    while (table[at] != FREE) {
      if (members.sameValue(table[at], texts, position)) {
        return true;
      }
      at = (at + 1) & (table.length - 1);
    }
    return false;
  }
}
