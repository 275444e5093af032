package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Joins of inputs in the order of their keys: each test compares with a hash join. */
final class MergeJoinTest {
  private static final int ORDERS = 4_000;

  private static SqlFixture sql;

  /** Orders have up to six items; every seventh has none, and some items have no order. */
  @BeforeAll
  static void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE orders (id BIGINT PRIMARY KEY, customer INTEGER, total DECIMAL(9, 2))");
    sql.run("CREATE TABLE items (o BIGINT, n INTEGER, price INTEGER, PRIMARY KEY (o, n))");
    sql.run(
        "INSERT INTO orders SELECT n, MOD(n, 50), n / 4 FROM TABLE(GENERATE_SERIES(1, "
            + ORDERS
            + ")) AS s (n)");
    sql.run(
        "INSERT INTO items SELECT s.n, i.n, MOD(s.n * i.n, 97) FROM"
            + " TABLE(GENERATE_SERIES(1, 4100)) AS s (n), TABLE(GENERATE_SERIES(1, 6)) AS i (n)"
            + " WHERE MOD(s.n, 7) <> 0 AND i.n <= MOD(s.n, 7)");
    sql.run("CREATE TABLE heap_orders AS SELECT * FROM orders");
    sql.run("CREATE TABLE heap_items AS SELECT * FROM items");
    sql.run("CREATE TABLE named (name VARCHAR(10) PRIMARY KEY, v INTEGER)");
    sql.run("CREATE TABLE alias (id INTEGER PRIMARY KEY, name VARCHAR(10), w INTEGER)");
    sql.run("CREATE INDEX alias_name ON alias (name) INCLUDE (w)");
    sql.run("INSERT INTO named SELECT 'n' || n, n FROM TABLE(GENERATE_SERIES(1, 3000)) AS s (n)");
    sql.run(
        "INSERT INTO alias SELECT n, CASE WHEN MOD(n, 5) = 0 THEN NULL ELSE 'n' || (n / 2) END, n"
            + " FROM TABLE(GENERATE_SERIES(1, 3000)) AS s (n)");
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  /** Tables without keys have their rows in no order of use. */
  private static void check(String query) throws SQLException {
    String plan = sql.plan(query);
    assertTrue(plan.contains("MergeJoin"), plan);
    String hashed = query.replace(" orders ", " heap_orders ").replace(" items ", " heap_items ");
    assertFalse(sql.plan(hashed).contains("MergeJoin"), sql.plan(hashed));
    assertEquals(sql.rows(hashed), sql.rows(query), query);
  }

  @Test
  void innerJoinsAreMerged() throws SQLException {
    check(
        "SELECT o.customer, COUNT(*), SUM(i.price), MIN(o.id), MAX(i.o) FROM orders o"
            + " JOIN items i ON o.id = i.o GROUP BY o.customer ORDER BY 1");
    check(
        "SELECT o.customer, COUNT(*), SUM(o.total) FROM items i JOIN orders o ON i.o = o.id"
            + " WHERE i.price > 3 GROUP BY o.customer ORDER BY 1");
  }

  @Test
  void outerJoinsAreMerged() throws SQLException {
    check(
        "SELECT o.customer, COUNT(*), COUNT(i.o), SUM(i.price) FROM orders o"
            + " LEFT JOIN items i ON o.id = i.o AND i.price > o.customer"
            + " GROUP BY o.customer ORDER BY 1");
  }

  @Test
  void existenceIsMerged() throws SQLException {
    for (String exists : List.of("EXISTS", "NOT EXISTS")) {
      check(
          "SELECT COUNT(*), SUM(id) FROM orders o WHERE "
              + exists
              + " (SELECT 1 FROM items i WHERE o.id = i.o AND i.price <> o.customer)");
    }
  }

  @Test
  void severalColumnsAreMerged() throws SQLException {
    check(
        "SELECT COUNT(*), SUM(a.price), SUM(b.price) FROM items a JOIN items b"
            + " ON a.o = b.o AND a.n = b.n WHERE b.price < 90");
  }

  @Test
  void nullsHaveNoPartners() throws SQLException {
    String query =
        "SELECT COUNT(*), COUNT(n.v), SUM(a.w), SUM(n.v) FROM"
            + " (SELECT name, w FROM alias WHERE name > 'a' OR name IS NULL) a"
            + " LEFT JOIN named n ON a.name = n.name";
    assertEquals(sql.rows(query.replace("a.name =", "a.name || '' =")), sql.rows(query));
  }

  @Test
  void inputsInOtherOrdersAreHashed() throws SQLException {
    String plan = sql.plan("SELECT COUNT(*) FROM orders o JOIN items i ON o.id = i.n");
    assertFalse(plan.contains("MergeJoin"), plan);
  }
}
