package dev.kevo.sql.vector;

import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.StatementContext;
import org.jspecify.annotations.Nullable;

/** An expression without columns: one value for the whole execution, computed when first needed. */
public record Constant(Scalar scalar, VectorType type) implements VectorExpression {
  private static final @Nullable Object[] NO_ROW = new Object[0];

  @Override
  public Evaluation open(StatementContext context) {
    return new Evaluation() {
      private @Nullable Vector filled;

      @Override
      public Vector eval(Batch batch) {
        Vector known = filled;
        if (known == null || known.capacity() < batch.capacity()) {
          Object value =
              known != null && known.capacity() > 0 ? known.get(0) : scalar.eval(NO_ROW, context);
          known = Vector.create(type, batch.capacity());
          for (int i = 0; i < batch.capacity(); i++) {
            known.set(i, value);
          }
          filled = known;
        }
        return known;
      }
    };
  }
}
