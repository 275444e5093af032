package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Options;
import dev.kevo.sql.exec.CancelToken;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A database in memory with SQL on it, and short words for tests to talk to it. */
final class SqlFixture implements AutoCloseable {
  final Database database;
  final SqlEngine engine;
  final SqlSession session;

  SqlFixture() throws SQLException {
    this(Kevo.openInMemory(Options.DEFAULT));
  }

  SqlFixture(Database database) throws SQLException {
    this.database = database;
    this.engine = SqlEngine.open(database);
    this.session = engine.newSession();
  }

  /** Runs a change or a definition. */
  long run(String sql, Object... parameters) throws SQLException {
    return run(session, sql, parameters);
  }

  static long run(SqlSession session, String sql, Object... parameters) throws SQLException {
    try (SqlResult result =
        session.execute(session.prepare(sql), parameters, 0, new CancelToken())) {
      return result.updateCount();
    }
  }

  /** The rows of a query, one text per row with a comma between values. */
  List<String> rows(String sql, Object... parameters) throws SQLException {
    return rows(session, sql, parameters);
  }

  static List<String> rows(SqlSession session, String sql, Object... parameters)
      throws SQLException {
    return rows(session, session.prepare(sql), 0, parameters);
  }

  static List<String> rows(
      SqlSession session, PreparedSql prepared, long maxRows, Object... parameters)
      throws SQLException {
    List<String> rows = new ArrayList<>();
    try (SqlResult result = session.execute(prepared, parameters, maxRows, new CancelToken())) {
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < prepared.columns().size(); i++) {
          Object value = result.get(i);
          row.append(i == 0 ? "" : ", ");
          row.append(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  /** The plan of a statement. */
  String plan(String sql) throws SQLException {
    return rows("EXPLAIN PLAN FOR " + sql).get(0);
  }

  void assertRows(List<String> expected, String sql, Object... parameters) throws SQLException {
    assertEquals(expected, rows(sql, parameters), sql);
  }

  /** Expects a failure; gives its message. */
  String assertFails(String state, String sql, Object... parameters) {
    SQLException error =
        assertThrows(
            SQLException.class,
            () -> {
              PreparedSql prepared = session.prepare(sql);
              if (prepared.kind() == PreparedSql.Kind.QUERY) {
                rows(session, prepared, 0, parameters);
              } else {
                run(sql, parameters);
              }
            },
            sql);
    assertEquals(state, error.getSQLState(), error.getMessage());
    return error.getMessage();
  }

  @Override
  public void close() {
    session.close();
    engine.close();
    database.close();
  }
}
