package dev.kevo.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class RowPrinterTest {
  @Test
  void linesWithinAValueStayUnderEachOther() throws SQLException {
    assertEquals(
        """
        A     | B | C
        ------+---+-----
        one   | 1 | NULL
        three |   |
        (1 row)
        """,
        table(
            "SELECT U&'one\\000athree' AS a, 1 AS b, CAST(NULL AS INTEGER) AS c"
                + " FROM (VALUES (0))"));
  }

  @Test
  void noRowsPrintTheirNames() throws SQLException {
    assertEquals("A\n-\n(0 rows)\n", table("SELECT 1 AS a FROM (VALUES (0)) WHERE 1 = 0"));
  }

  private static String table(String sql) throws SQLException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Connection connection = DriverManager.getConnection("jdbc:kevo:mem:row-printer");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      new RowPrinter(RowPrinter.Format.TABLE, new PrintStream(bytes, true, UTF_8)).print(rows);
    }
    return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
