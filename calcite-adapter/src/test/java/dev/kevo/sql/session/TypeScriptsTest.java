package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.types.Casts;
import dev.kevo.sql.types.ColumnType;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the scripts in {@code types/}: one statement a line, below it what it gave after {@code =>},
 * a row, a number of changed rows or an SQLSTATE each. What a script gives now is written to {@code
 * target/types}, to be looked at and copied.
 */
class TypeScriptsTest {
  private final SqlFixture sql;

  /** The scripts show moments in one zone, wherever they run. */
  private final TimeZone before = TimeZone.getDefault();

  TypeScriptsTest() throws SQLException {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    sql = new SqlFixture();
  }

  @AfterEach
  void close() {
    sql.close();
    TimeZone.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "numbers",
        "text",
        "datetimes",
        "intervals",
        "uuid",
        "arrays",
        "json",
        "casts",
        "errors"
      })
  void theScriptGivesWhatItSays(String name) throws Exception {
    String expected = read(name);
    StringBuilder actual = new StringBuilder();
    for (String line : expected.lines().toList()) {
      if (!line.startsWith("=>")) {
        actual.append(line).append('\n');
        if (!line.isBlank() && !line.startsWith("--")) {
          run(line).forEach(row -> actual.append("=> ").append(row).append('\n'));
        }
      }
    }
    Path written = Path.of("target", "types", name + ".sql");
    Files.createDirectories(Objects.requireNonNull(written.getParent()));
    Files.writeString(written, actual.toString());
    assertEquals(expected, actual.toString(), "differs from " + written);
  }

  private static String read(String name) throws IOException {
    try (InputStream script =
        TypeScriptsTest.class.getResourceAsStream("/types/" + name + ".sql")) {
      return new String(
          Objects.requireNonNull(script, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<String> run(String line) {
    List<String> rows = new ArrayList<>();
    try {
      PreparedSql statement = sql.session.prepare(line);
      try (SqlResult result = sql.session.execute(statement, new Object[0], 0, new CancelToken())) {
        if (statement.kind() != PreparedSql.Kind.QUERY) {
          rows.add(result.updateCount() + " changed");
        }
        while (statement.kind() == PreparedSql.Kind.QUERY && result.next()) {
          List<String> values = new ArrayList<>();
          for (int i = 0; i < statement.columns().size(); i++) {
            values.add(text(result.get(i), statement.columns().get(i)));
          }
          rows.add(String.join(", ", values));
        }
      }
    } catch (SQLException e) {
      rows.add(e.getSQLState() + " " + e.getMessage());
    }
    return rows;
  }

  private static String text(@Nullable Object value, ResultColumn column) {
    if (value == null) {
      return "NULL";
    }
    ColumnType interval = ColumnType.interval(column.typeName());
    SqlTypeName dateTime =
        switch (column.jdbcType()) {
          case Types.DATE -> SqlTypeName.DATE;
          case Types.TIME -> SqlTypeName.TIME;
          case Types.TIMESTAMP -> SqlTypeName.TIMESTAMP;
          case Types.TIMESTAMP_WITH_TIMEZONE -> SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
          default -> SqlTypeName.ANY;
        };
    if (interval != null || dateTime != SqlTypeName.ANY) {
      return Casts.text(value, interval != null ? interval : ColumnType.of(dateTime, 6));
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return value instanceof byte[] bytes
        ? "X'" + HexFormat.of().formatHex(bytes) + "'"
        : value instanceof String text ? "'" + text.replace("\n", "\\n") + "'" : value.toString();
  }
}
