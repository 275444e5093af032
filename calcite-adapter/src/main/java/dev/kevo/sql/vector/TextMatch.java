package dev.kevo.sql.vector;

import dev.kevo.sql.exec.LikeMatcher;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * LIKE with one pattern for all rows.
 *
 * @param text an expression of the lane BYTES
 */
public record TextMatch(VectorExpression text, Scalar pattern) implements VectorExpression {
  private static final @Nullable Object[] NO_ROW = new Object[0];

  @Override
  public VectorType type() {
    return VectorType.BOOLEAN;
  }

  @Override
  public Evaluation open(StatementContext context) {
    Evaluation evaluation = text.open(context);
    Scratch scratch = new Scratch(VectorType.BOOLEAN);
    return new Evaluation() {
      private @Nullable LikeMatcher matcher;
      private boolean known;

      @Override
      public Vector eval(Batch batch) {
        if (!known) {
          Object value = pattern.eval(NO_ROW, context);
          matcher = value == null ? null : new LikeMatcher((String) value);
          known = true;
        }
        return matched(batch, (BytesVector) evaluation.eval(batch), scratch.longs(batch), matcher);
      }
    };
  }

  private static Vector matched(
      Batch batch, BytesVector texts, LongVector result, @Nullable LikeMatcher matcher) {
    for (int k = 0; k < batch.count(); k++) {
      int i = batch.selected()[k];
      if (matcher == null || texts.isNull(i)) {
        result.setNull(i);
      } else {
        boolean matches = matcher.matches(texts.array(i), texts.offset(i), texts.length(i));
        result.values()[i] = matches ? 1 : 0;
      }
    }
    return result;
  }
}
