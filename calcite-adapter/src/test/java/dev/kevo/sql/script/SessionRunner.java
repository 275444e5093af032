package dev.kevo.sql.script;

import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.SqlResult;
import dev.kevo.sql.session.SqlSession;
import dev.kevo.sql.types.Casts;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.KevoTypeSystem;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

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
          row.append(i == 0 ? "" : ", ");
          row.append(text(result.get(i), prepared.columns().get(i).typeName()));
        }
        lines.addAll(row.toString().lines().toList());
      }
    }
    return lines.isEmpty() ? List.of("(none)") : lines;
  }

  /** As the driver's getString. */
  private static String text(@Nullable Object value, String typeName) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof List<?> list) {
      String element = typeName.replaceFirst(" ARRAY$", "");
      return list.stream()
          .map(each -> text(each, element))
          .collect(Collectors.joining(", ", "[", "]"));
    }
    ColumnType type = temporal(typeName);
    return value == null || type == null ? String.valueOf(value) : Casts.text(value, type);
  }

  private static @Nullable ColumnType temporal(String typeName) {
    int digits = KevoTypeSystem.FRACTIONAL_DIGITS_MAX;
    return switch (typeName) {
      case "DATE" -> ColumnType.of(SqlTypeName.DATE);
      case "TIME" -> ColumnType.of(SqlTypeName.TIME, digits);
      case "TIMESTAMP" -> ColumnType.of(SqlTypeName.TIMESTAMP, digits);
      case "TIMESTAMP WITH TIME ZONE" ->
          ColumnType.of(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, digits);
      default -> ColumnType.interval(typeName);
    };
  }
}
