package dev.kevo.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A statement about the transaction: BEGIN, COMMIT, ROLLBACK, SET TRANSACTION, SET CONSTRAINTS and
 * those about savepoints.
 */
public final class SqlTransactionStatement extends SqlCall {
  /** What the statement does. */
  public enum Action {
    BEGIN("START TRANSACTION"),
    COMMIT("COMMIT"),
    ROLLBACK("ROLLBACK"),
    SAVEPOINT("SAVEPOINT"),
    ROLLBACK_TO("ROLLBACK TO SAVEPOINT"),
    RELEASE("RELEASE SAVEPOINT"),
    SET_TRANSACTION("SET TRANSACTION"),
    SET_SESSION("SET SESSION CHARACTERISTICS AS TRANSACTION"),
    SET_CONSTRAINTS("SET CONSTRAINTS ALL IMMEDIATE");

    private final String words;

    Action(String words) {
      this.words = words;
    }
  }

  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("TRANSACTION STATEMENT", SqlKind.OTHER);

  private final Action action;
  private final @Nullable SqlIdentifier savepoint;
  private final TransactionModes modes;

  public SqlTransactionStatement(SqlParserPos pos, Action action, TransactionModes modes) {
    super(pos);
    this.action = action;
    this.savepoint = null;
    this.modes = modes;
  }

  public SqlTransactionStatement(SqlParserPos pos, Action action, SqlIdentifier savepoint) {
    super(pos);
    this.action = action;
    this.savepoint = savepoint;
    this.modes = new TransactionModes();
  }

  /** What the statement does. */
  public Action action() {
    return action;
  }

  /** The savepoint's name, for the actions that have one. */
  public String savepoint() {
    if (savepoint == null) {
      throw new IllegalStateException(action + " has no savepoint");
    }
    return savepoint.getSimple();
  }

  /** How the transaction is to be, for the actions that say so. */
  public TransactionModes modes() {
    return modes;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return savepoint == null ? List.of() : List.of(savepoint);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(action.words);
    if (savepoint != null) {
      savepoint.unparse(writer, 0, 0);
    }
  }
}
