package dev.kevo.jdbc.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed, and one that comes while another has the database. */
final class CrashThroughJdbcTest {
  /** Small MemTables, so that the kill also meets flushes and compactions. */
  private static final String SETTINGS = "?memTableBytesMax=65536";

  @TempDir Path directory;

  private String url() {
    return "jdbc:kevo:" + directory.resolve("db") + SETTINGS;
  }

  @Test
  void killedLoadLeavesExactlyTheAcknowledgedCommits() throws Exception {
    int firstBatch = 0;
    for (int acknowledgedBeforeKill : List.of(3, 60, 25)) {
      int acknowledged = firstBatch;
      try (ChildProcess child =
          ChildProcess.start(LoadingChild.class, url(), Integer.toString(firstBatch))) {
        assertEquals(LoadingChild.OPEN, child.readLine());
        while (acknowledged < firstBatch + acknowledgedBeforeKill) {
          assertEquals(Integer.toString(acknowledged), child.readLine());
          acknowledged++;
        }
        // Printed before the kill, so acknowledged as well.
        acknowledged += child.kill().size();
      }
      int found = wholeBatches();
      assertTrue(
          found == acknowledged || found == acknowledged + 1,
          acknowledged + " batches were acknowledged, " + found + " found");
      firstBatch = found;
    }
  }

  /** Checks that batches 0 to n - 1 are there, each complete and unchanged; returns n. */
  private int wholeBatches() throws SQLException {
    int batches = 0;
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT batch, n, note FROM entry ORDER BY batch, n")) {
      while (rows.next()) {
        for (int n = 0; n < LoadingChild.BATCH_ROWS; n++) {
          assertEquals(batches, rows.getInt(1));
          assertEquals(n, rows.getInt(2));
          assertEquals(LoadingChild.note(batches, n), rows.getString(3));
          if (n < LoadingChild.BATCH_ROWS - 1) {
            assertTrue(rows.next(), "batch " + batches + " ends at row " + n);
          }
        }
        batches++;
      }
    }
    return batches;
  }

  @Test
  void secondProcessIsRefusedWithThePidOfTheFirst() throws Exception {
    try (ChildProcess child = ChildProcess.start(LoadingChild.class, url(), "0")) {
      assertEquals(LoadingChild.OPEN, child.readLine());
      SQLException refusal =
          assertThrows(SQLException.class, () -> DriverManager.getConnection(url()));
      assertEquals("08001", refusal.getSQLState());
      assertTrue(
          refusal.getMessage().contains(Long.toString(child.pid())),
          () -> "pid " + child.pid() + " is not in: " + refusal.getMessage());
    }
    // Its death releases the directory.
    DriverManager.getConnection(url()).close();
  }
}
