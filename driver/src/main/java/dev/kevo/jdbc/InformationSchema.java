package dev.kevo.jdbc;

import dev.kevo.jdbc.connect.Link;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.ResultColumn;
import dev.kevo.sql.session.SqlResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tables that describe the database, by SQL: the same way here and on a server. A column
 * that the database does not have reads as null, so that an older one can be described too.
 */
final class InformationSchema {
  private final KevoConnection connection;

  InformationSchema(KevoConnection connection) {
    this.connection = connection;
  }

  /** A row of such a table. */
  record Row(Map<String, Object> values) {
    String text(String column) {
      Object value = values.get(column);
      return value == null ? "" : value.toString().trim();
    }

    @Nullable String textOrNull(String column) {
      Object value = values.get(column);
      return value == null ? null : value.toString();
    }

    @Nullable Integer number(String column) {
      return values.get(column) instanceof Number number ? (Integer) number.intValue() : null;
    }

    boolean isYes(String column) {
      Object value = values.get(column);
      return value instanceof Boolean truth ? truth : "YES".equals(value);
    }
  }

  /** All rows of a table of INFORMATION_SCHEMA. */
  List<Row> read(String table) throws SQLException {
    connection.enter();
    try {
      Link link = connection.link();
      link.setFetchSize(0);
      PreparedSql query = link.session().prepare("SELECT * FROM INFORMATION_SCHEMA." + table);
      try (SqlResult result =
          link.session().execute(query, new @Nullable Object[0], 0, new CancelToken())) {
        return rows(query.columns(), result);
      } finally {
        link.release(query);
      }
    } catch (RuntimeException e) {
      throw JdbcErrors.unexpected(e);
    } finally {
      connection.leave();
    }
  }

  private static List<Row> rows(List<ResultColumn> columns, SqlResult result) throws SQLException {
    List<Row> rows = new ArrayList<>();
    while (result.next()) {
      Map<String, Object> values = new HashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        Object value = result.get(i);
        if (value != null) {
          values.put(columns.get(i).label(), value);
        }
      }
      rows.add(new Row(values));
    }
    return rows;
  }
}
