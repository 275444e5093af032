package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Keyspace;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Raw keyspaces as tables of bytes and of text. */
final class RawKeyspaceTest {
  private SqlFixture sql;
  private Keyspace main;

  @BeforeEach
  void open() throws SQLException {
    sql = new SqlFixture();
    main = sql.database.defaultKeyspace();
    for (String key : List.of("a", "ab", "abc", "b", "\u00e9", "\ud83d\ude00")) {
      sql.run("INSERT INTO keyspaces_text.main VALUES (?, ?)", key, key.toUpperCase(Locale.ROOT));
    }
  }

  @AfterEach
  void close() {
    sql.close();
  }

  @Test
  void keysOfTheEngineAreRows() throws SQLException {
    sql.database.put(main, new byte[] {0, (byte) 0xFF}, new byte[0]);

    sql.assertRows(List.of("00ff, "), "SELECT key, value FROM keyspaces.main WHERE key = X'00ff'");
    sql.assertRows(List.of("7"), "SELECT COUNT(*) FROM keyspaces.main");
  }

  @Test
  void rowsOfSqlAreKeys() throws SQLException {
    assertEquals(1, sql.run("INSERT INTO keyspaces.main VALUES (X'0102', X'03')"));
    assertArrayEquals(new byte[] {3}, sql.database.get(main, new byte[] {1, 2}));
    assertEquals(
        1, sql.run("UPSERT INTO keyspaces.main VALUES (?, ?)", new byte[] {1, 2}, new byte[] {4}));
    assertArrayEquals(new byte[] {4}, sql.database.get(main, new byte[] {1, 2}));
    sql.assertFails("23505", "INSERT INTO keyspaces.main VALUES (X'0102', X'05')");
    sql.assertFails("23502", "INSERT INTO keyspaces.main (key) VALUES (X'0103')");
    assertEquals(1, sql.run("DELETE FROM keyspaces.main WHERE key = X'0102'"));
  }

  @Test
  void rangesAndPrefixesReachTheScan() throws SQLException {
    String between = "SELECT key FROM keyspaces_text.main WHERE key > 'a' AND key <= 'b'";
    assertTrue(sql.plan(between).contains("key=[KEY > 'a' AND KEY <= 'b']"), sql.plan(between));
    sql.assertRows(List.of("ab", "abc", "b"), between);
    sql.assertRows(
        List.of("abc", "ab"),
        "SELECT key FROM keyspaces_text.main WHERE key LIKE 'ab%' ORDER BY key DESC");
    sql.assertRows(
        List.of("6162", "616263"),
        "SELECT key FROM keyspaces.main WHERE key >= X'6162' AND key < X'62'");
    sql.assertRows(
        List.of("\u00e9", "\ud83d\ude00"), "SELECT key FROM keyspaces_text.main WHERE key > 'b'");
    sql.assertRows(
        List.of("\ud83d\ude00"),
        "SELECT key FROM keyspaces_text.main WHERE key >= ?",
        "\ud83d\ude00");
  }

  @Test
  void malformedTextIsAnError() throws SQLException {
    sql.database.put(main, new byte[] {(byte) 0xC3, 0x28}, new byte[0]);

    sql.assertFails("22021", "SELECT key FROM keyspaces_text.main");
    sql.assertRows(List.of("abc"), "SELECT key FROM keyspaces_text.main WHERE key = 'abc'");
    sql.assertFails("22021", "INSERT INTO keyspaces_text.main VALUES (?, 'x')", "\ud83d");
  }

  @Test
  void everyKeyspaceButTheCatalogueIsThere() throws SQLException {
    sql.database.createKeyspace("events");
    sql.run("INSERT INTO keyspaces_text.\"events\" VALUES ('e1', 'v')");

    sql.assertRows(List.of("e1, v"), "SELECT * FROM keyspaces_text.\"events\"");
    sql.assertFails("42P01", "SELECT * FROM keyspaces.sql");
  }

  @Test
  void changesByTextMoveKeys() throws SQLException {
    assertEquals(3, sql.run("UPDATE keyspaces_text.main SET key = 'x' || key WHERE key LIKE 'a%'"));

    sql.assertRows(
        List.of("xa, A", "xab, AB", "xabc, ABC"),
        "SELECT * FROM keyspaces_text.main WHERE key LIKE 'x%'");
  }
}
