package dev.kevo.jdbc;

import dev.kevo.sql.session.KeyRequest;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.ResultColumn;
import dev.kevo.sql.session.SqlResult;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that a statement's last run has generated. Guarded by the connection's lock. */
final class GeneratedKeys {
  private static final List<ResultColumn> NO_KEYS = List.of(MemoryRows.bigint("GENERATED_KEY"));

  private List<ResultColumn> columns = NO_KEYS;
  private List<@Nullable Object[]> rows = List.of();

  static KeyRequest request(int flag) throws SQLException {
    return switch (flag) {
      case Statement.RETURN_GENERATED_KEYS -> KeyRequest.GENERATED;
      case Statement.NO_GENERATED_KEYS -> KeyRequest.NONE;
      default -> throw JdbcErrors.invalid("there is no generated keys flag " + flag);
    };
  }

  static KeyRequest request(int @Nullable [] indexes) {
    return indexes == null
        ? KeyRequest.NONE
        : new KeyRequest(false, List.of(), Arrays.stream(indexes).boxed().toList());
  }

  static KeyRequest request(String @Nullable [] names) {
    return names == null ? KeyRequest.NONE : new KeyRequest(false, List.of(names), List.of());
  }

  /** Forgets those of the run before. */
  void forget() {
    columns = NO_KEYS;
    rows = List.of();
  }

  /** Takes over those of a change that was asked for them. */
  void read(PreparedSql statement, SqlResult result) throws SQLException {
    forget();
    if (statement.columns().isEmpty()) {
      return;
    }
    List<@Nullable Object[]> read = new ArrayList<>();
    while (result.next()) {
      @Nullable Object[] row = new Object[statement.columns().size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = result.get(i);
      }
      read.add(row);
    }
    set(statement, read);
  }

  /** Takes over those of a batch. */
  void set(PreparedSql statement, List<@Nullable Object[]> read) {
    forget();
    if (!statement.columns().isEmpty()) {
      columns = statement.columns();
      rows = read;
    }
  }

  /** As JDBC wants them. */
  ResultSet asRows(KevoStatement statement) {
    return MemoryRows.of(statement, columns, rows);
  }
}
