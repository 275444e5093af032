package dev.kevo.jdbc.remote;

import dev.kevo.jdbc.remote.Exchange.Stake;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.SqlResult;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How prepared statements are run on the server, and their rows fetched: in one form or another.
 */
interface Executions {
  /**
   * Runs a statement.
   *
   * @param maxRows 0 for all
   * @param execution its number, by which it can be cancelled
   */
  SqlResult execute(
      RemotePrepared statement,
      @Nullable Object[] parameters,
      long maxRows,
      long execution,
      CancelToken cancel,
      Stake stake)
      throws SQLException;

  /** The rows that follow those already received. */
  RowFrame fetch(RemotePrepared statement, long offset) throws SQLException;

  /**
   * Runs a statement once per row of parameters.
   *
   * @param keys set to the generated keys that were asked for
   * @return how many rows each changed
   */
  long[] executeBatch(
      RemotePrepared statement,
      List<@Nullable Object[]> rows,
      long execution,
      CancelToken cancel,
      Stake stake,
      List<@Nullable Object[]> keys)
      throws SQLException;
}
