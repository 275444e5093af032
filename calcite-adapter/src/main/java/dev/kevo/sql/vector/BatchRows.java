package dev.kevo.sql.vector;

import dev.kevo.sql.exec.RowCursor;
import dev.kevo.sql.exec.RowSource;
import dev.kevo.sql.exec.StatementContext;

/** A query that runs on columns: the rows of its last operator. */
public record BatchRows(BatchSource source) implements RowSource {
  @Override
  public RowCursor open(StatementContext context, long maxRows) {
    try {
      return new BatchRowCursor(
          source.open(context), maxRows == 0 ? Long.MAX_VALUE : maxRows, context.memory());
    } catch (Throwable e) {
      context.memory().close();
      throw e;
    }
  }

  @Override
  public boolean isSinglePass() {
    return false;
  }
}
