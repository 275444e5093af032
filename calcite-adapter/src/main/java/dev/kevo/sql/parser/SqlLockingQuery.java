package dev.kevo.sql.parser;

import dev.kevo.sql.types.SqlErrors;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SELECT ... FOR UPDATE | SHARE [OF t, ...] [NOWAIT | SKIP LOCKED | WAIT n]}. */
public final class SqlLockingQuery extends StatementNode {
  /** Waits as long as the session says. */
  public static final long WAIT_DEFAULT = -1;

  private static final int SECONDS_DIGITS_MAX = 9;

  private final SqlNode query;
  private final boolean shared;
  private final SqlNodeList tables;
  private final boolean skipsLocked;
  private final long waitMillis;

  public SqlLockingQuery(
      SqlParserPos pos,
      SqlNode query,
      boolean shared,
      SqlNodeList tables,
      boolean skipsLocked,
      long waitMillis) {
    super(pos, "SELECT FOR UPDATE", SqlKind.OTHER, parts(query, tables));
    this.query = query;
    this.shared = shared;
    this.tables = tables;
    this.skipsLocked = skipsLocked;
    this.waitMillis = waitMillis;
  }

  /** The milliseconds of the WAIT clause. */
  public static long seconds(String text, SqlParserPos pos) {
    if (text.length() > SECONDS_DIGITS_MAX) {
      throw SqlErrors.syntax("WAIT " + text + " is too long", pos);
    }
    return 1_000 * Long.parseLong(text);
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

  /** Whether rows that others hold are left out. */
  public boolean skipsLocked() {
    return skipsLocked;
  }

  /** How long to wait for each lock: 0 for NOWAIT, or {@link #WAIT_DEFAULT}. */
  public long waitMillis() {
    return waitMillis;
  }
}
