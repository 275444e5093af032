package dev.kevo.sql.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random tables and queries that this product and H2 should answer alike: two tables and an empty
 * one, with NULLs, duplicates and the ends of their types; every operator over them.
 */
final class RandomQueries {
  private static final String[] NUMBERS = {
    "0", "1", "-1", "2", "3", "2147483647", "-2147483648", "NULL", "7", "1000000"
  };
  private static final String[] TEXTS = {
    "''", "'a'", "'b'", "'ab'", "'A'", "'a '", "'_'", "'%a'", "NULL", "'zz'"
  };
  private static final String[] TRUTHS = {"TRUE", "FALSE", "CAST(NULL AS BOOLEAN)"};

  private final Random random;
  private int names;

  /** How many queries in place of tables are being made, one in the other. */
  private int derived;

  RandomQueries(Random random) {
    this.random = random;
  }

  /** Makes and fills the tables. */
  List<String> schema() {
    List<String> statements = new ArrayList<>();
    statements.add("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, s VARCHAR(5), b BOOLEAN)");
    statements.add("CREATE TABLE u (id INTEGER, n INTEGER, s VARCHAR(5), b BOOLEAN)");
    statements.add("CREATE TABLE e (id INTEGER PRIMARY KEY, n INTEGER, s VARCHAR(5), b BOOLEAN)");
    if (random.nextBoolean()) {
      statements.add("CREATE INDEX t_n ON t (n)");
      statements.add("CREATE INDEX u_s ON u (s, id)");
    }
    for (int i = 0; i < random.nextInt(12); i++) {
      statements.add("INSERT INTO t VALUES (" + i + ", " + row() + ")");
    }
    for (int i = 0; i < random.nextInt(12); i++) {
      String id = pick("0", "1", "2", "3", "NULL");
      statements.add("INSERT INTO u VALUES (" + id + ", " + row() + ")");
    }
    return statements;
  }

  private String row() {
    return pick(NUMBERS) + ", " + pick(TEXTS) + ", " + pick(TRUTHS);
  }

  /** A query; its rows come in no particular order. */
  String next() {
    return switch (random.nextInt(8)) {
      case 0 -> grouped();
      case 1 -> set();
      case 2 -> joined();
      case 3 -> limited();
      case 4 -> windowed();
      default -> plain();
    };
  }

  private String plain() {
    String x = name();
    return "SELECT "
        + pick("", "DISTINCT ")
        + number(x, 2)
        + ", "
        + text(x, 1)
        + ", "
        + truth(x, 1)
        + " FROM "
        + table()
        + " AS "
        + x
        + " WHERE "
        + truth(x, 3);
  }

  private String joined() {
    String x = name();
    String y = name();
    return "SELECT "
        + number(x, 1)
        + ", "
        + pick(y + ".n", number(y, 1), truth(y, 1))
        + " FROM "
        + table()
        + " AS "
        + x
        + pick(" JOIN ", " LEFT JOIN ", " RIGHT JOIN ")
        + table()
        + " AS "
        + y
        + " ON "
        + x
        + pick(".id = ", ".n = ", ".id < ")
        + y
        + pick(".id", ".n")
        + pick("", " AND " + truth(y, 1), " AND " + truth(x, 2), " AND " + ofBoth(x, y))
        + pick("", " WHERE " + truth(x, 2));
  }

  /** A condition on two tables by a query that depends on both. */
  private String ofBoth(String x, String y) {
    String z = name();
    String from =
        " FROM " + table() + " AS " + z + " WHERE " + z + pick(".id", ".n") + comparison() + y;
    String where = from + pick(".id", ".n") + pick("", " AND " + z + ".s <= " + x + ".s") + ")";
    return switch (random.nextInt(4)) {
      case 0 -> pick("", "NOT ") + "EXISTS (SELECT 1" + where;
      case 1 -> number(x, 0) + pick(" IN", " NOT IN") + " (SELECT " + z + ".n" + where;
      case 2 ->
          number(x, 0) + comparison() + "(SELECT " + pick("MAX", "COUNT") + "(" + z + ".n)" + where;
      default -> number(x, 0) + pick(" > ALL", " < ANY") + " (SELECT " + z + ".id" + where;
    };
  }

  private String grouped() {
    String x = name();
    String key = pick("s", "b", "n", "id");
    return "SELECT "
        + x
        + "."
        + key
        + ", COUNT(*), COUNT("
        + x
        + ".n), MIN("
        + x
        + ".s), MAX("
        + x
        + ".n), SUM("
        + x
        + ".id), COUNT(DISTINCT "
        + x
        + ".s), "
        + pick("1", ofGroup(x + "." + key))
        + " FROM "
        + table()
        + " AS "
        + x
        + pick("", " WHERE " + truth(x, 2))
        + " GROUP BY "
        + x
        + "."
        + key
        + pick("", " HAVING COUNT(*) > 1", " HAVING " + ofGroup(x + "." + key) + " > 0");
  }

  /** A number that depends on what a query groups by. */
  private String ofGroup(String key) {
    String y = name();
    return "(SELECT "
        + pick("COUNT(*)", "MAX(" + y + ".n)", "MIN(" + y + ".id)")
        + " FROM "
        + table()
        + " AS "
        + y
        + " WHERE "
        + y
        + key.substring(key.indexOf('.'))
        + pick(" = ", " <= ", " <> ")
        + key
        + pick("", " AND " + truth(y, 1))
        + ")";
  }

  private String set() {
    return "SELECT n, s FROM "
        + table()
        + " AS x WHERE "
        + truth("x", 1)
        + pick(" UNION ", " UNION ALL ", " EXCEPT ", " INTERSECT ")
        + "SELECT n, s FROM "
        + table()
        + " AS y WHERE "
        + truth("y", 1);
  }

  private String limited() {
    return "SELECT id, n FROM t AS x WHERE "
        + truth("x", 1)
        + " ORDER BY n"
        + pick("", " DESC")
        + pick(" NULLS FIRST", " NULLS LAST")
        + ", id"
        + pick("", " DESC")
        + " LIMIT "
        + random.nextInt(4)
        + pick("", " OFFSET 2");
  }

  private String windowed() {
    return "SELECT id, "
        + pick("SUM(id)", "COUNT(n)", "MAX(s)", "RANK()", "FIRST_VALUE(id)", "LAG(id)")
        + " OVER ("
        + pick("", "PARTITION BY b ")
        + "ORDER BY "
        + pick("", "s NULLS LAST, ")
        + "id"
        + pick("", " DESC")
        + ") FROM t AS x WHERE "
        + truth("x", 1);
  }

  private String truth(String x, int depth) {
    if (depth <= 0) {
      return pick(x + ".b", x + ".b IS NULL", x + ".b IS NOT TRUE", pick(TRUTHS));
    }
    return switch (random.nextInt(15)) {
      case 13 -> ofTwoRows(x, depth);
      case 14 -> {
        String y = name();
        boolean grouped = random.nextInt(3) == 0;
        yield number(x, 0)
            + pick(" IN", " NOT IN", " <> ALL", " < ANY")
            + " (SELECT "
            + (grouped ? pick("MAX(" + y + ".n)", "COUNT(*)") : number(y, depth - 1))
            + " FROM "
            + table()
            + " AS "
            + y
            + " WHERE "
            + y
            + pick(".id", ".n")
            + comparison()
            + x
            + pick(".id", ".n")
            + (grouped ? " GROUP BY " + y + ".s)" : ")");
      }
      case 0 -> "(" + truth(x, depth - 1) + " AND " + truth(x, depth - 1) + ")";
      case 1 -> "(" + truth(x, depth - 1) + " OR " + truth(x, depth - 1) + ")";
      case 2 -> "NOT (" + truth(x, depth - 1) + ")";
      case 3 -> number(x, 1) + comparison() + number(x, 1);
      case 4 -> text(x, 1) + comparison() + text(x, 1);
      case 5 ->
          number(x, 1) + pick(" IN (", " NOT IN (") + pick(NUMBERS) + ", " + pick(NUMBERS) + ")";
      case 6 ->
          number(x, 0)
              + pick(" BETWEEN ", " NOT BETWEEN ")
              + number(x, 0)
              + " AND "
              + pick(NUMBERS);
      case 7 ->
          text(x, 0) + pick(" LIKE ", " NOT LIKE ") + pick("'a%'", "'%'", "'_'", "'%a'", "''");
      case 8 -> number(x, 1) + pick(" IS NULL", " IS NOT NULL", " IS DISTINCT FROM 1");
      case 9 -> {
        String y = name();
        yield pick("EXISTS", "NOT EXISTS")
            + " (SELECT 1 FROM "
            + table()
            + " AS "
            + y
            + " WHERE "
            + y
            + pick(".id = ", ".n > ", ".n = ")
            + x
            + pick(".id", ".n")
            + " AND "
            + truth(y, depth - 1)
            + ")";
      }
      case 10 -> {
        String y = name();
        yield number(x, 0)
            + pick(" IN", " NOT IN")
            + " (SELECT "
            + y
            + pick(".id", ".n")
            + " FROM "
            + table()
            + " AS "
            + y
            + " WHERE "
            + truth(y, depth - 1)
            + ")";
      }
      case 11 -> {
        String y = name();
        yield number(x, 0)
            + pick(" < ALL", " >= ALL", " <> ALL", " = ANY", " > ANY")
            + " (SELECT "
            + y
            + ".id FROM "
            + table()
            + " AS "
            + y
            + ")";
      }
      default -> x + ".id" + comparison() + pick("0", "1", "2", "3", "5");
    };
  }

  /** A query that depends on a row and has one that depends on both. */
  private String ofTwoRows(String x, int depth) {
    String y = name();
    String z = name();
    return pick("", "NOT ")
        + "EXISTS (SELECT 1 FROM "
        + table()
        + " AS "
        + y
        + " WHERE "
        + pick(y + ".id = " + x + ".n AND ", y + ".n <= " + x + ".n AND ", "")
        + pick("EXISTS", "NOT EXISTS", y + ".n IN", y + ".n >", x + ".n NOT IN")
        + " (SELECT "
        + pick("MAX(" + z + ".id)", "COUNT(" + z + ".n)")
        + " FROM "
        + table()
        + " AS "
        + z
        + " WHERE "
        + z
        + pick(".n = ", ".id = ", ".n < ")
        + y
        + ".id"
        + pick("", " AND " + z + ".s = " + x + ".s", " AND " + z + ".id >= " + x + ".id")
        + (depth > 1 ? " AND " + truth(z, depth - 2) : "")
        + "))";
  }

  private String number(String x, int depth) {
    if (depth <= 0) {
      return pick(x + ".id", x + ".n", x + ".n", "CAST(" + pick(NUMBERS) + " AS INTEGER)");
    }
    return switch (random.nextInt(8)) {
      case 7 -> {
        String y = name();
        yield "(SELECT "
            + number(y, 0)
            + " FROM t AS "
            + y
            + " WHERE "
            + y
            + pick(".id", ".n")
            + comparison()
            + x
            + pick(".id", ".n")
            + " ORDER BY "
            + y
            + ".id"
            + pick("", " DESC")
            + pick(" LIMIT 1", " LIMIT 1 OFFSET 1")
            + ")";
      }
      case 0 -> "COALESCE(" + number(x, depth - 1) + ", " + number(x, depth - 1) + ")";
      case 1 ->
          "CASE WHEN "
              + truth(x, depth - 1)
              + " THEN "
              + number(x, depth - 1)
              + " ELSE "
              + number(x, depth - 1)
              + " END";
      case 2 -> "NULLIF(" + number(x, depth - 1) + ", " + number(x, depth - 1) + ")";
      case 3 -> "(CAST(" + x + ".n AS BIGINT) " + pick("+", "-", "*") + " 2)";
      case 4 -> {
        String y = name();
        yield "(SELECT "
            + pick("MAX", "MIN", "COUNT")
            + "("
            + y
            + ".n) FROM "
            + table()
            + " AS "
            + y
            + " WHERE "
            + y
            + pick(".id", ".n")
            + comparison()
            + x
            + pick(".id", ".n")
            + pick("", " AND " + truth(y, depth - 1))
            + ")";
      }
      default -> number(x, 0);
    };
  }

  private String text(String x, int depth) {
    return switch (random.nextInt(depth <= 0 ? 2 : 5)) {
      case 0 -> "CAST(" + pick(TEXTS) + " AS VARCHAR(5))";
      case 2 -> "UPPER(" + x + ".s)";
      case 3 -> "COALESCE(" + x + ".s, 'x')";
      default -> x + ".s";
    };
  }

  private String comparison() {
    return pick(" = ", " <> ", " < ", " <= ", " > ", " >= ");
  }

  /** A table, or a query in its place with the same columns in another order. */
  private String table() {
    String table = pick("t", "t", "t", "u", "u", "e");
    if (derived > 2 || random.nextInt(5) > 0) {
      return table;
    }
    derived++;
    String x = name();
    String y = name();
    String columns = pick("s, n, b, id", "b, id, s, n", "n AS id, s, id AS n, b");
    String query =
        switch (random.nextInt(6)) {
          case 0 -> "SELECT DISTINCT " + columns + " FROM " + table;
          case 1 ->
              "SELECT " + columns + " FROM " + table + " UNION ALL SELECT " + columns + " FROM u";
          case 2 ->
              "SELECT id IS NULL AS b, MIN(s) AS s, id, SUM(DISTINCT CAST(n AS BIGINT)) AS n FROM "
                  + table
                  + " GROUP BY id";
          case 3 -> joinedTables(table, x, y, columns);
          default -> "SELECT " + columns + " FROM " + table + " AS " + x + " WHERE " + truth(x, 1);
        };
    derived--;
    return "(" + query + ")";
  }

  private String joinedTables(String table, String x, String y, String columns) {
    return "SELECT "
        + columns
        + " FROM (SELECT "
        + pick(x, y)
        + ".b, "
        + x
        + ".s, "
        + y
        + ".n, "
        + pick(x, y)
        + ".id FROM "
        + table
        + " AS "
        + x
        + pick(" JOIN ", " LEFT JOIN ")
        + pick("t", "u")
        + " AS "
        + y
        + " ON "
        + pick("CAST(" + x + ".id AS BIGINT) = ", x + ".id + 1 = ", x + ".n < ")
        + y
        + ".id) AS "
        + name();
  }

  private String name() {
    return "q" + names++;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
