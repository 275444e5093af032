package dev.kevo.sql.script;

import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.SqlResult;
import dev.kevo.sql.session.SqlSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Runs the statements of a script in a session. */
final class SessionRunner implements GoldenScript.Runner {
  private final SqlSession session;

  SessionRunner(SqlSession session) {
    this.session = session;
  }

  @Override
  public List<String> run(String sql, List<Object> parameters) throws SQLException {
    PreparedSql prepared = session.prepare(sql);
    List<String> lines = new ArrayList<>();
    try (SqlResult result = session.execute(prepared, parameters.toArray(), 0, new CancelToken())) {
      if (prepared.kind() != PreparedSql.Kind.QUERY) {
        return prepared.kind() == PreparedSql.Kind.CHANGE
            ? List.of("-> " + result.updateCount())
            : List.of();
      }
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < prepared.columns().size(); i++) {
          Object value = result.get(i);
          row.append(i == 0 ? "" : ", ");
          row.append(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
        }
        lines.addAll(row.toString().lines().toList());
      }
    }
    return lines.isEmpty() ? List.of("(none)") : lines;
  }
}
