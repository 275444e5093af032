package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;

/** An expression over the columns of batches. Immutable and thread-safe. */
public interface VectorExpression {
  /** The type of its values. */
  VectorType type();

  /** Makes what one execution evaluates it with. */
  Evaluation open(StatementContext context);

  /** An expression with the memory of one execution. For one thread. */
  interface Evaluation {
    /**
     * The values at the batch's selected positions; valid until the next evaluation. It evaluates
     * nothing at other positions, so nothing can fail there.
     */
    Vector eval(Batch batch);
  }
}
