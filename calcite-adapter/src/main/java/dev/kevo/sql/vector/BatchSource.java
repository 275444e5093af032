package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;

/** An operator of a query: gives batches each time it is opened. Immutable and thread-safe. */
public interface BatchSource {
  /** The types of the columns. */
  List<VectorType> types();

  /** Begins to run. */
  BatchCursor open(StatementContext context);
}
