package dev.kevo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server describes a database as the database in the JVM does. */
class MetaDataAgreementTest {
  @TempDir Path directory;

  @Test
  void bothModesGiveTheSameMetaData() throws Exception {
    List<String> remote;
    try (KevoServer server = KevoServer.start(ServerOptions.of(directory).withPort(0));
        Connection connection =
            DriverManager.getConnection("jdbc:kevo://127.0.0.1:" + server.port() + "/")) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE TABLE a (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n DECIMAL(9, 2)"
                + " UNIQUE CHECK (n > 0), l INTEGER ARRAY, t TIMESTAMP DEFAULT CURRENT_TIMESTAMP)");
        statement.execute("CREATE TABLE b (id INTEGER PRIMARY KEY, a BIGINT REFERENCES a)");
        statement.execute("CREATE VIEW v AS SELECT n FROM a");
        statement.execute("COMMENT ON TABLE a IS 'first'");
      }
      remote = describe(connection.getMetaData());
    }
    try (Connection connection = DriverManager.getConnection("jdbc:kevo:" + directory)) {
      assertEquals(
          String.join("\n", remote), String.join("\n", describe(connection.getMetaData())));
    }
    assertFalse(remote.isEmpty());
  }

  private static List<String> describe(DatabaseMetaData metaData) throws SQLException {
    List<String> lines = new ArrayList<>();
    for (ResultSet result :
        List.of(
            metaData.getSchemas(),
            metaData.getTables(null, null, "%", null),
            metaData.getColumns(null, null, "%", "%"),
            metaData.getPrimaryKeys(null, null, "%"),
            metaData.getBestRowIdentifier(null, "PUBLIC", "%", 0, true),
            metaData.getIndexInfo(null, null, "%", false, true),
            metaData.getImportedKeys(null, null, "%"),
            metaData.getExportedKeys(null, "PUBLIC", "A"),
            metaData.getTypeInfo())) {
      ResultSetMetaData columns = result.getMetaData();
      while (result.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          line.append(columns.getColumnLabel(i)).append(columns.getColumnTypeName(i));
          line.append('=').append(result.getString(i)).append(' ');
        }
        lines.add(line.toString());
      }
    }
    return lines;
  }
}
