package dev.kevo.sql.parser;

import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.sql.types.SqlErrors;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** What a statement says about a transaction; the parser fills it in. */
public final class TransactionModes {
  private @Nullable IsolationLevel isolation;
  private @Nullable Boolean readOnly;

  /** Notes the isolation level. */
  public void setIsolation(IsolationLevel level, SqlParserPos pos) {
    if (isolation != null) {
      throw SqlErrors.syntax("ISOLATION LEVEL is given twice", pos);
    }
    isolation = level;
  }

  /** Notes whether the transaction only reads. */
  public void setReadOnly(boolean only, SqlParserPos pos) {
    if (readOnly != null) {
      throw SqlErrors.syntax("READ ONLY or READ WRITE is given twice", pos);
    }
    readOnly = only;
  }

  /** The options with what the statement says. */
  public TransactionOptions applyTo(TransactionOptions options) {
    TransactionOptions result = isolation == null ? options : options.withIsolation(isolation);
    return readOnly == null ? result : result.withReadOnly(readOnly);
  }
}
