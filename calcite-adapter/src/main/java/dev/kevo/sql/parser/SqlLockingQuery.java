package dev.kevo.sql.parser;

import dev.kevo.engine.LockWait;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SELECT ... FOR UPDATE | SHARE [OF t, ...] [NOWAIT | SKIP LOCKED]}. */
public final class SqlLockingQuery extends StatementNode {
  private final SqlNode query;
  private final boolean shared;
  private final SqlNodeList tables;
  private final LockWait wait;

  public SqlLockingQuery(
      SqlParserPos pos, SqlNode query, boolean shared, SqlNodeList tables, LockWait wait) {
    super(pos, "SELECT FOR UPDATE", SqlKind.OTHER, parts(query, tables));
    this.query = query;
    this.shared = shared;
    this.tables = tables;
    this.wait = wait;
  }

  /** The query whose rows are locked. */
  public SqlNode query() {
    return query;
  }

  /** Whether others may lock the rows so too. */
  public boolean shared() {
    return shared;
  }

  /** The names of the tables whose rows are locked; empty for all. */
  public SqlNodeList tables() {
    return tables;
  }

  /** What a row that another transaction holds means. */
  public LockWait lockWait() {
    return wait;
  }
}
