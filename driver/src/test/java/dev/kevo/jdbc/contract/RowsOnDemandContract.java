package dev.kevo.jdbc.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rows whose values are decoded when they are asked for, and statements that use again what their
 * last execution left: neither must be seen.
 */
public abstract class RowsOnDemandContract extends Contract {
  private static final int ROWS = 95;

  protected RowsOnDemandContract(String url) {
    super(url);
  }

  @BeforeEach
  void createTable() throws SQLException {
    exec("CREATE TABLE r (id INTEGER PRIMARY KEY, big BIGINT, d DOUBLE, name VARCHAR(100))");
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO r VALUES (?,?,?,?)")) {
      for (int i = 0; i < ROWS; i++) {
        insert.setInt(1, i - 5);
        insert.setLong(2, i * 10_000_000_000L);
        insert.setDouble(3, i / 2.0);
        insert.setString(4, "näme " + i);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    exec("INSERT INTO r (id) VALUES (1000)");
  }

  private PreparedStatement byKey() throws SQLException {
    return connection.prepareStatement("SELECT id, big, d, name FROM r WHERE id = ?");
  }

  private static ResultSet at(PreparedStatement select, int id) throws SQLException {
    select.setInt(1, id);
    return select.executeQuery();
  }

  @Test
  void aClosedResultStaysClosedWhenItsStatementRunsAgain() throws SQLException {
    try (PreparedStatement select = byKey()) {
      ResultSet first = at(select, 1);
      assertTrue(first.next());
      assertEquals("näme 6", first.getString(4));
      ResultSet second = at(select, 2);
      assertTrue(second.next());
      assertTrue(first.isClosed());
      fails("24000", () -> first.getString(4));
      fails("24000", () -> first.getLong(2));
      fails("24000", first::next);
      first.close();
      assertEquals("näme 7", second.getString(4));
      assertFalse(second.next());
      ResultSet third = at(select, 3);
      fails("24000", second::next);
      assertTrue(third.next());
      assertEquals(80_000_000_000L, third.getLong(2));
    }
  }

  @Test
  void eachExecutionFindsItsOwnRowOrNone() throws SQLException {
    try (PreparedStatement select = byKey()) {
      for (int round = 0; round < 3; round++) {
        try (ResultSet found = at(select, round)) {
          assertTrue(found.next());
          assertEquals(round, found.getInt(1));
          assertFalse(found.next());
          fails("24000", () -> found.getInt(1));
        }
        try (ResultSet none = at(select, 500)) {
          assertFalse(none.next());
        }
        // Nobody looks at this one.
        at(select, 1).close();
      }
    }
  }

  @Test
  void valuesAreThoseOfTheRowThatWasReadWhateverIsWrittenMeanwhile() throws SQLException {
    for (boolean autoCommit : new boolean[] {true, false}) {
      connection.setAutoCommit(autoCommit);
      try (PreparedStatement select = byKey();
          Statement change = connection.createStatement();
          ResultSet one = at(select, 7);
          PreparedStatement range =
              connection.prepareStatement("SELECT name, id FROM r WHERE id >= 7 ORDER BY id");
          ResultSet many = range.executeQuery()) {
        assertTrue(one.next());
        assertTrue(many.next());
        change.execute("UPDATE r SET name = 'changed', big = -1 WHERE id < 10");
        change.execute("DELETE FROM r WHERE id = 7");
        assertEquals("näme 12", one.getString(4));
        assertEquals(120_000_000_000L, one.getLong(2));
        assertEquals("näme 12", many.getString(1));
        assertTrue(many.next());
        assertEquals("näme 13", many.getString(1));
        change.execute("UPSERT INTO r VALUES (7, 120000000000, 6, 'näme 12')");
        change.execute("UPDATE r SET name = 'näme ' || (id + 5) WHERE id < 10");
      }
    }
  }

  @Test
  void wasNullFollowsTheLastValueWhicheverGetterReadIt() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM r WHERE id IN (0, 1000)")) {
      assertTrue(rows.next());
      assertEquals(50_000_000_000L, rows.getLong(2));
      assertFalse(rows.wasNull());
      assertEquals(2.5, rows.getDouble(3));
      assertFalse(rows.wasNull());
      assertTrue(rows.next());
      assertEquals(0, rows.getLong(2));
      assertTrue(rows.wasNull());
      assertEquals(1000, rows.getInt(1));
      assertFalse(rows.wasNull());
      assertEquals(0, rows.getDouble(3));
      assertTrue(rows.wasNull());
      assertEquals(1000, rows.getDouble(1));
      assertFalse(rows.wasNull());
      assertNull(rows.getString(4));
      assertTrue(rows.wasNull());
    }
  }

  @Test
  void numbersFromKeysAndColumnsAreCheckedAgainstTheGettersRange() throws SQLException {
    try (PreparedStatement select = byKey();
        ResultSet row = at(select, -5)) {
      assertTrue(row.next());
      assertEquals(-5, row.getByte(1));
      assertEquals(-5L, row.getObject(1, Long.class));
      assertEquals("-5", row.getString(1));
    }
    try (PreparedStatement select = byKey();
        ResultSet row = at(select, 1000)) {
      assertTrue(row.next());
      fails("22003", () -> row.getByte(1));
      assertEquals(1000, row.getShort(1));
      fails("22018", () -> row.getDate(1));
    }
    exec("CREATE TABLE days (day DATE PRIMARY KEY, at TIME)");
    exec("INSERT INTO days VALUES (DATE '2024-02-29', TIME '10:00:00')");
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM days")) {
      assertTrue(row.next());
      fails("22018", () -> row.getLong(1));
      fails("22018", () -> row.getInt(2));
      assertEquals("2024-02-29", row.getString(1));
    }
  }

  @Test
  void aResultOfSeveralFetchesShowsOneStateThoughRowsChangeMeanwhile() throws SQLException {
    for (boolean autoCommit : new boolean[] {true, false}) {
      connection.setAutoCommit(autoCommit);
      try (Statement statement = connection.createStatement();
          Statement change = connection.createStatement()) {
        statement.setFetchSize(10);
        int row = 0;
        try (ResultSet rows = statement.executeQuery("SELECT * FROM r ORDER BY id")) {
          while (rows.next() && row < ROWS) {
            assertEquals(row - 5, rows.getInt(1));
            assertEquals(row * 10_000_000_000L, rows.getLong(2));
            assertEquals(row / 2.0, rows.getDouble(3));
            assertEquals("näme " + row, rows.getString(4));
            if (row++ == 14) {
              change.execute("UPDATE r SET big = big + 1, d = -1, name = 'x' WHERE id < 50");
              change.execute("DELETE FROM r WHERE id BETWEEN 50 AND 60");
            }
          }
          assertEquals(1000, rows.getInt(1));
          assertFalse(rows.next());
        }
        assertEquals(ROWS, row);
        change.execute("DELETE FROM r WHERE id < 1000");
        if (!autoCommit) {
          connection.rollback();
        } else {
          createRows();
        }
      }
    }
  }

  private void createRows() throws SQLException {
    exec("DROP TABLE r");
    createTable();
  }

  @Test
  void textsOfAllKindsArriveWhole() throws SQLException {
    String[] texts = {"", "ascii", "grüße", "\u20ac \ud83d\ude00", "a\u0000b", "x".repeat(300_000)};
    exec("CREATE TABLE texts (k VARCHAR(20) PRIMARY KEY, v VARCHAR)");
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO texts VALUES (?, ?)");
        PreparedStatement select =
            connection.prepareStatement("SELECT k, v FROM texts WHERE k = ?")) {
      for (int i = 0; i < texts.length; i++) {
        String key = i + texts[i].substring(0, Math.min(5, texts[i].length()));
        insert.setString(1, key);
        insert.setString(2, texts[i]);
        assertEquals(1, insert.executeUpdate());
        select.setString(1, key);
        try (ResultSet row = select.executeQuery()) {
          assertTrue(row.next());
          assertEquals(key, row.getString(1));
          assertEquals(texts[i], row.getString(2));
          assertEquals(texts[i], row.getObject(2));
        }
      }
    }
  }
}
