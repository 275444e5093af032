package dev.kevo.sql.vector;

import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.StatementContext;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** An expression without columns: one value for the whole execution, computed when first needed. */
public record Constant(Scalar scalar, VectorType type) implements VectorExpression {
  private static final @Nullable Object[] NO_ROW = new Object[0];

  @Override
  public Evaluation open(StatementContext context) {
    return new Evaluation() {
      private @Nullable Vector filled;
      private @Nullable Vector compact;
      private boolean known;
      private @Nullable Object value;

      @Override
      public Vector eval(Batch batch) {
        filled = filled(filled, type, batch);
        return filled;
      }

      @Override
      public Vector evalCompact(Batch batch) {
        boolean fits =
            type.lane() == Lane.OBJECT
                && value() instanceof BigDecimal number
                && number.setScale(type.scale(), RoundingMode.HALF_UP).unscaledValue().bitLength()
                    < Long.SIZE;
        if (!fits) {
          return eval(batch);
        }
        compact = filled(compact, type.compact(), batch);
        return compact;
      }

      private @Nullable Object value() {
        if (!known) {
          value = scalar.eval(NO_ROW, context);
          known = true;
        }
        return value;
      }

      private Vector filled(@Nullable Vector before, VectorType as, Batch batch) {
        if (before != null && before.capacity() >= batch.capacity()) {
          return before;
        }
        Vector vector = Vector.create(as, batch.capacity());
        for (int i = 0; i < batch.capacity(); i++) {
          vector.set(i, value());
        }
        return vector;
      }
    };
  }
}
