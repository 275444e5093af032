package dev.kevo.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.apache.calcite.avatica.remote.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Avatica's own client, in protobuf mode, as far as its protocol goes. */
@Timeout(60)
class StockClientTest {
  @TempDir Path directory;

  @Test
  void itCanChangeAndReadData() throws Exception {
    try (KevoServer server = KevoServer.start(ServerOptions.of(directory).withPort(0));
        Connection connection =
            new Driver()
                .connect(
                    "jdbc:avatica:remote:url=http://127.0.0.1:"
                        + server.port()
                        + ";serialization=protobuf",
                    new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE T (ID INTEGER PRIMARY KEY, NAME VARCHAR(20), AMOUNT DECIMAL(12,2),"
              + " DATA VARBINARY(10))");
      assertEquals(1, statement.executeUpdate("INSERT INTO T VALUES (1, 'one', 1.25, X'00FF')"));
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO T (ID, NAME) VALUES (?, ?)")) {
        for (int i = 2; i <= 2000; i++) {
          insert.setInt(1, i);
          insert.setString(2, "name " + i);
          insert.addBatch();
        }
        assertEquals(1999, insert.executeBatch().length);
      }
      try (ResultSet rows = statement.executeQuery("SELECT * FROM T ORDER BY ID")) {
        assertTrue(rows.next());
        assertEquals("one", rows.getString("NAME"));
        assertEquals(new BigDecimal("1.25"), rows.getBigDecimal("AMOUNT"));
        assertArrayEquals(new byte[] {0, -1}, rows.getBytes("DATA"));
        for (int i = 2; i <= 2000; i++) {
          assertTrue(rows.next());
          assertEquals(i, rows.getInt(1));
        }
        assertFalse(rows.next());
      }
      try (PreparedStatement query =
          connection.prepareStatement("SELECT NAME FROM T WHERE ID = ?")) {
        query.setInt(1, 7);
        try (ResultSet rows = query.executeQuery()) {
          assertTrue(rows.next());
          assertEquals("name 7", rows.getString(1));
        }
      }
      SQLException failure = assertThrows(SQLException.class, () -> statement.execute("SELEC 1"));
      assertEquals("42601", failure.getSQLState());
    }
  }
}
