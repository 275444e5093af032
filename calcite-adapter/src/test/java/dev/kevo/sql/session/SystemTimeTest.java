package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** FOR SYSTEM_TIME AS OF: every way to read a table reads its past. */
class SystemTimeTest {
  private static final String AS_OF = " FOR SYSTEM_TIME AS OF ? ";

  private SqlFixture sql;

  @BeforeEach
  void open() throws SQLException {
    sql = new SqlFixture();
    sql.run("SET HISTORY_MILLIS = 3600000");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  /** The time of what is committed by now. */
  private Instant now() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    // Whoever reads at a time ends it: what is committed next gets a later one.
    sql.database.snapshotAt(now).close();
    return now;
  }

  private void createItems() throws SQLException {
    sql.run("CREATE TABLE item (id INTEGER PRIMARY KEY, kind VARCHAR(10), price INTEGER)");
    sql.run("CREATE INDEX item_kind ON item (kind)");
    sql.run("CREATE INDEX item_price ON item (price) INCLUDE (kind)");
    for (int id = 1; id <= 200; id++) {
      sql.run("INSERT INTO item VALUES (?, ?, ?)", id, "k" + id % 10, id * 10);
    }
  }

  @Test
  void everyAccessPathReadsThePast() throws SQLException {
    createItems();
    Instant before = now();
    sql.run("UPDATE item SET price = price + 5, kind = 'x' WHERE id <= 100");
    sql.run("DELETE FROM item WHERE id > 150");
    sql.run("INSERT INTO item VALUES (1000, 'k3', 30)");

    sql.assertRows(List.of("7, k7, 70"), "SELECT * FROM item" + AS_OF + "WHERE id = 7", before);
    sql.assertRows(
        List.of("7, k7", "160, k0"),
        "SELECT id, kind FROM item" + AS_OF + "WHERE id IN (160, 7, 1000) ORDER BY id",
        before);
    sql.assertRows(
        List.of("199", "200"),
        "SELECT id FROM item" + AS_OF + "WHERE id > 198 ORDER BY id",
        before);
    String byIndex = "SELECT id FROM item" + AS_OF + "WHERE kind = 'k3' AND id < 30 ORDER BY id";
    assertTrue(sql.plan(byIndex).contains("index=[ITEM_KIND"), sql.plan(byIndex));
    sql.assertRows(List.of("3", "13", "23"), byIndex, before);
    String fetched =
        "SELECT price FROM item" + AS_OF + "WHERE kind = 'k3' AND id > 180 ORDER BY id";
    sql.assertRows(List.of("1830", "1930"), fetched, before);
    String covered = "SELECT price, kind FROM item" + AS_OF + "WHERE price BETWEEN 1980 AND 2100";
    assertTrue(sql.plan(covered).contains("ITEM_PRICE (covering)"), sql.plan(covered));
    sql.assertRows(List.of("1980, k8", "1990, k9", "2000, k0"), covered, before);
    sql.assertRows(List.of("200, 201000"), "SELECT COUNT(*), SUM(price) FROM item" + AS_OF, before);
    sql.assertRows(List.of("10, 2000"), "SELECT MIN(price), MAX(price) FROM item" + AS_OF, before);
    sql.assertRows(
        List.of("k0, 20", "k1, 20"),
        "SELECT kind, COUNT(*) FROM item" + AS_OF + "GROUP BY kind ORDER BY kind LIMIT 2",
        before);
    sql.assertRows(List.of("151"), "SELECT COUNT(*) FROM item");
  }

  @Test
  void thePastAndThePresentAreJoined() throws SQLException {
    createItems();
    Instant before = now();
    sql.run("UPDATE item SET price = price + 1 WHERE id IN (3, 5)");
    sql.run("DELETE FROM item WHERE id = 9");
    Instant between = now();
    sql.run("UPDATE item SET price = price + 1 WHERE id = 3");

    sql.assertRows(
        List.of("3, 30, 32", "5, 50, 51"),
        "SELECT n.id, o.price, n.price FROM item n JOIN item"
            + AS_OF
            + "AS o ON o.id = n.id WHERE o.price <> n.price ORDER BY n.id",
        before);
    sql.assertRows(
        List.of("9"),
        "SELECT id FROM item" + AS_OF + "WHERE id NOT IN (SELECT id FROM item)",
        before);
    sql.assertRows(
        List.of("3, 30, 31, 32"),
        "SELECT a.id, a.price, b.price, c.price FROM item"
            + AS_OF
            + "a JOIN item"
            + AS_OF
            + "b ON a.id = b.id JOIN item c ON c.id = a.id WHERE a.id = 3",
        before,
        between);
    sql.assertRows(
        List.of("5"),
        "SELECT id FROM item c WHERE price > (SELECT price FROM item"
            + AS_OF
            + "p WHERE p.id = c.id) AND id < 6 AND id > 3",
        before);
  }

  @Test
  void theLookedUpSideOfAJoinMayBeThePast() throws SQLException {
    createItems();
    sql.run("CREATE TABLE wanted (id INTEGER PRIMARY KEY)");
    sql.run("INSERT INTO wanted VALUES (7), (160)");
    sql.run("ANALYZE item, wanted");
    Instant before = now();
    sql.run("DELETE FROM item");
    String query =
        "SELECT w.id, o.price FROM wanted w JOIN item" + AS_OF + "o ON o.id = w.id ORDER BY w.id";
    sql.assertRows(List.of("7, 70", "160, 1600"), query, before);
  }

  @Test
  void aTimeMayHaveAnyFormThatIsAMoment() throws SQLException {
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    sql.run("INSERT INTO t VALUES (1)");
    Instant before = now();
    LocalDateTime local = LocalDateTime.ofInstant(before, ZoneId.systemDefault());
    String text = local.toString().replace('T', ' ');
    sql.run("INSERT INTO t VALUES (2)");
    String query = "SELECT COUNT(*) FROM t FOR SYSTEM_TIME AS OF ";

    sql.assertRows(List.of("1"), query + "?", before);
    sql.assertRows(List.of("1"), query + "?", before.atOffset(ZoneOffset.ofHours(3)));
    sql.assertRows(List.of("1"), query + "CAST(? AS TIMESTAMP)", local);
    sql.assertRows(List.of("1"), query + "TIMESTAMP '" + text + "'");
    sql.assertRows(List.of("1"), query + "'" + text + "'");
    sql.assertRows(
        List.of("1"),
        query
            + "TIMESTAMP WITH TIME ZONE '"
            + before.toString().replace('T', ' ').replace("Z", "+00:00")
            + "'");
    sql.assertRows(List.of("2"), query + "CURRENT_TIMESTAMP");
    sql.assertRows(List.of("2"), query + "LOCALTIMESTAMP");
    sql.assertRows(List.of("2"), query + "CURRENT_TIMESTAMP - INTERVAL '0' SECOND");
    sql.assertRows(
        List.of("1"), query + "CAST(? AS TIMESTAMP) + INTERVAL '1' SECOND", local.minusSeconds(1));
    assertTrue(
        sql.plan(query + "CURRENT_TIMESTAMP - INTERVAL '10' SECOND").contains("asOf=["),
        sql.plan(query + "CURRENT_TIMESTAMP - INTERVAL '10' SECOND"));
  }

  @Test
  void whatIsNotKeptIsRefused() throws SQLException {
    Instant before = now().minusSeconds(1);
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    String query = "SELECT * FROM t FOR SYSTEM_TIME AS OF ";

    String message = sql.assertFails("72000", query + "?", before);
    assertTrue(message.contains("the earliest "), message);
    sql.assertFails("72000", query + "CURRENT_TIMESTAMP - INTERVAL '2' HOUR");
    message = sql.assertFails("22023", query + "CURRENT_TIMESTAMP + INTERVAL '1' MINUTE");
    assertTrue(message.contains("lies in the future"), message);
    sql.assertFails("22023", query + "CAST(NULL AS TIMESTAMP)");
    sql.assertFails("22023", query + "?", new Object[] {null});
    sql.assertFails("0A000", "SELECT * FROM t a, t FOR SYSTEM_TIME AS OF a.id");
    sql.assertFails("42601", query + "(SELECT MAX(CURRENT_TIMESTAMP) FROM t)");
    sql.assertFails("0A000", "SELECT * FROM SYS.SESSIONS FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP");
    sql.assertFails(
        "0A000", "SELECT * FROM INFORMATION_SCHEMA.TABLES FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP");
    sql.assertFails("0A000", query + "CURRENT_TIMESTAMP FOR UPDATE");
    sql.assertFails("42601", "DELETE FROM t FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP");
    sql.assertFails("22023", "SET HISTORY_MILLIS = -1");

    sql.run("SET HISTORY_MILLIS = 0");
    message = sql.assertFails("72000", query + "CURRENT_TIMESTAMP");
    assertTrue(message.contains("keeps"), message);
  }

  @Test
  void aTransactionsOwnWritesAreNoPast() throws SQLException {
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)");
    sql.run("INSERT INTO t VALUES (1, 1)");
    Instant before = now();
    sql.session.setAutoCommit(false);
    sql.run("UPDATE t SET v = 2");
    sql.assertRows(List.of("1"), "SELECT v FROM t" + AS_OF, before);
    sql.assertRows(List.of("1"), "SELECT v FROM t FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP");
    sql.assertRows(
        List.of("1, 2"), "SELECT o.v, n.v FROM t n JOIN t" + AS_OF + "o ON o.id = n.id", before);
    // What was lost by mistake comes back.
    sql.run("DELETE FROM t");
    assertEquals(1, sql.run("INSERT INTO t SELECT * FROM t" + AS_OF, before));
    sql.assertRows(List.of("1, 1"), "SELECT * FROM t");
    sql.session.commit();
    sql.assertRows(List.of("1, 1"), "SELECT * FROM t");
  }

  @Test
  void aViewOfThePastIsOneOfItsTablesPast() throws SQLException {
    createItems();
    sql.run(
        "CREATE VIEW dear AS SELECT id, price FROM item WHERE price > 1900"
            + " AND kind IN (SELECT kind FROM item WHERE id < 6)");
    Instant before = now();
    sql.run("DELETE FROM item WHERE id <> 191");
    sql.assertRows(List.of(), "SELECT id FROM dear");
    sql.assertRows(
        List.of("191", "192", "193", "194", "195"),
        "SELECT id FROM dear" + AS_OF + "ORDER BY id",
        before);
    String text = LocalDateTime.ofInstant(before, ZoneId.systemDefault()).toString();
    sql.run(
        "CREATE VIEW former AS SELECT id FROM item FOR SYSTEM_TIME AS OF TIMESTAMP '"
            + text.replace('T', ' ')
            + "'");
    sql.assertRows(List.of("200"), "SELECT COUNT(*) FROM former");
    sql.assertRows(
        List.of("2"),
        "WITH q AS (SELECT * FROM item WHERE id < 3) SELECT COUNT(*) FROM q" + AS_OF,
        before);
  }

  @Test
  void anIndexThatWasNotThereThenIsNotUsed() throws SQLException {
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)");
    for (int i = 0; i < 100; i++) {
      sql.run("INSERT INTO t VALUES (?, ?)", i, i % 10);
    }
    Instant before = now();
    sql.run("DELETE FROM t WHERE id < 90");
    sql.run("CREATE UNIQUE INDEX t_v ON t (v)");
    Instant after = now();
    sql.run("DELETE FROM t WHERE v = 3");

    String query = "SELECT COUNT(*) FROM t" + AS_OF + "WHERE v = 3";
    assertTrue(sql.plan(query).contains("index=[T_V"), sql.plan(query));
    sql.assertRows(List.of("10"), query, before);
    sql.assertRows(List.of("1"), query, after);
    sql.assertRows(List.of("10"), query, before);
    sql.run("CREATE TABLE copy (id INTEGER PRIMARY KEY, v INTEGER)");
    assertEquals(10, sql.run("INSERT INTO copy SELECT * FROM t" + AS_OF + "WHERE v = 3", before));
    String text = LocalDateTime.ofInstant(before, ZoneId.systemDefault()).toString();
    sql.run(
        "CREATE TABLE saved AS SELECT * FROM t FOR SYSTEM_TIME AS OF TIMESTAMP '"
            + text.replace('T', ' ')
            + "' WHERE v = 3");
    sql.assertRows(List.of("10"), "SELECT COUNT(*) FROM saved");
  }

  @Test
  void definitionsThatFitReadThePastAndOthersAreRefused() throws SQLException {
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER, w VARCHAR(5))");
    sql.run("INSERT INTO t VALUES (1, 1, 'a')");
    Instant before = now();
    sql.run("ALTER TABLE t ADD COLUMN x INTEGER DEFAULT 7");
    sql.run("ALTER TABLE t RENAME COLUMN v TO u");
    sql.run("UPDATE t SET u = 2, x = 8");
    sql.assertRows(List.of("1, 1, a, 7"), "SELECT * FROM t" + AS_OF, before);

    sql.run("TRUNCATE TABLE t");
    sql.assertRows(List.of("1, 1, a, 7"), "SELECT * FROM t" + AS_OF, before);

    sql.run("ALTER TABLE t DROP COLUMN u");
    sql.assertRows(List.of("1, a, 7"), "SELECT * FROM t" + AS_OF, before);

    sql.run("ALTER TABLE t ALTER COLUMN w SET DATA TYPE VARCHAR(9)");
    String message = sql.assertFails("72000", "SELECT id FROM t" + AS_OF, before);
    assertTrue(message.contains("column W"), message);

    sql.run("CREATE TABLE later (id INTEGER PRIMARY KEY)");
    sql.assertFails("42P01", "SELECT * FROM later" + AS_OF, before);
  }

  @Test
  void rawAndMappedKeyspacesHaveTheirPast() throws SQLException {
    Keyspace users = sql.database.createKeyspace("USERS");
    sql.database.put(users, bytes("user:1"), bytes("{\"name\":\"John\"}"));
    sql.run(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20))"
            + " MAP KEYSPACE users KEY 'user:{id}' VALUE JSON");
    String mapped = "SELECT name FROM users" + AS_OF;
    sql.assertFails("72000", mapped, now());
    sql.database.alterKeyspace(users, KeyspaceOptions.DEFAULT.withHistoryMillis(60_000));
    Instant before = now();
    sql.run("UPDATE users SET name = 'Jim'");
    sql.assertRows(List.of("John"), mapped, before);
    sql.assertRows(
        List.of("user:1, {\"name\":\"John\"}"),
        "SELECT * FROM KEYSPACES_TEXT.users" + AS_OF,
        before);
    sql.database.deleteRange(users, KeyRange.all());
    sql.assertRows(List.of("John"), mapped, before);
  }

  @Test
  void aQueryOfThePastKeepsItUntilItIsClosed() throws SQLException {
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    Instant before = now();
    int open = sql.database.stats().openSnapshots();
    sql.assertRows(List.of(), "SELECT * FROM t" + AS_OF, before);
    sql.assertFails("72000", "SELECT * FROM t" + AS_OF, before.minusSeconds(5));
    sql.run("INSERT INTO t SELECT * FROM t" + AS_OF, before);
    sql.rows("EXPLAIN ANALYZE SELECT * FROM t FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP");
    assertEquals(open, sql.database.stats().openSnapshots());
  }

  @Test
  void theSettingIsKeptWithTheDatabase() throws SQLException {
    assertEquals(3_600_000, sql.database.keyspace("SQL").orElseThrow().options().historyMillis());
    assertEquals(3_600_000, sql.database.defaultKeyspace().options().historyMillis());
    sql.run("SET HISTORY_MILLIS = 0");
    assertFalse(sql.database.keyspaces().stream().anyMatch(k -> k.options().historyMillis() > 0));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
