package dev.kevo.sql.script;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;

/**
 * Random statements over two small tables: most are well-formed, some are right; and valid ones
 * with words dropped, doubled, swapped and replaced.
 */
final class RandomStatements {
  /** What the statements are about; rows stay few. */
  static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE t (id INTEGER PRIMARY KEY, s VARCHAR(10) DEFAULT 'x', n INTEGER,"
              + " q DECIMAL(8, 2), d DATE, ts TIMESTAMP, b BOOLEAN, x DOUBLE)",
          "CREATE TABLE u (a INTEGER, v VARCHAR, y BIGINT NOT NULL)",
          "INSERT INTO t VALUES (1, 'one', 10, 1.5, DATE '2024-02-29',"
              + " TIMESTAMP '2024-02-29 13:14:15', TRUE, 0.5), (2, NULL, NULL, NULL, NULL, NULL,"
              + " NULL, NULL), (3, '', -1, -0.01, DATE '1970-01-01',"
              + " TIMESTAMP '1999-12-31 23:59:59', FALSE, -1e10)",
          "INSERT INTO u VALUES (1, 'a', 1), (1, NULL, 2), (NULL, 'c', 3)");

  private static final String[] COLUMNS = {
    "id", "s", "n", "q", "d", "ts", "b", "x", "a", "v", "y", "t.id", "u.a", "nope", "\"id\"", "t.s"
  };
  private static final String[] LITERALS = {
    "0",
    "1",
    "-1",
    "2147483647",
    "9223372036854775808",
    "1.5",
    "1e300",
    "'a'",
    "''",
    "'2024-01-01'",
    "NULL",
    "TRUE",
    "FALSE",
    "DATE '2024-01-31'",
    "DATE '2024-02-31'",
    "X'0aff'",
    "X'0'",
    "TIMESTAMP '2024-01-01 00:00:00'",
    "INTERVAL '1' DAY",
    "INTERVAL '13' MONTH",
    "?",
    "U&'\\00e4'",
    "ARRAY[1, 2]",
    "CURRENT_DATE",
    "DEFAULT",
    "*"
  };
  private static final String[] FUNCTIONS = {
    "ABS", "COALESCE", "NULLIF", "UPPER", "LENGTH", "SUBSTRING", "ROUND", "FLOOR", "MOD", "POWER",
    "CONCAT", "GREATEST", "TRIM", "REPLACE", "LPAD", "POSITION", "COUNT", "SUM", "MAX", "AVG",
    "YEAR", "EXTRACT", "DATE_TRUNC", "NOW", "REPEAT", "RANDOM", "SQRT", "LN", "NOPE", "ROW",
    "DATEADD", "JSON_VALUE", "TO_CHAR", "SPLIT_PART", "REGEXP_REPLACE", "LISTAGG", "LAG", "CHR"
  };
  private static final String[] BINARY = {
    "+",
    "-",
    "*",
    "/",
    "%",
    "||",
    "=",
    "<>",
    "<",
    ">=",
    "AND",
    "OR",
    "IS DISTINCT FROM",
    "LIKE",
    "ILIKE",
    "!=",
    "SIMILAR TO",
    "OVERLAPS"
  };
  private static final String[] TYPES = {
    "INTEGER",
    "VARCHAR(3)",
    "DECIMAL(5, 2)",
    "DATE",
    "TIMESTAMP",
    "BOOLEAN",
    "DOUBLE",
    "TINYINT",
    "BIGINT",
    "CHAR(2)",
    "VARBINARY",
    "TIME",
    "REAL",
    "TEXT",
    "NOPE",
    "INTERVAL DAY",
    "UUID"
  };
  private static final String[] WORDS = {
    "SELECT",
    "FROM",
    "WHERE",
    "(",
    ")",
    ",",
    "NULL",
    "NOT",
    "IN",
    "t",
    "u",
    "id",
    "1",
    "'x'",
    "AS",
    "JOIN",
    "ON",
    "GROUP",
    "BY",
    "ORDER",
    "HAVING",
    "UNION",
    "ALL",
    "CASE",
    "WHEN",
    "END",
    "OVER",
    "VALUES",
    "SET",
    "INTO",
    "DEFAULT",
    "RETURNING",
    "*",
    ".",
    "::",
    "=",
    "?",
    ";",
    "WITH",
    "LATERAL",
    "UNNEST",
    "EXISTS",
    "BETWEEN",
    "LIMIT",
    "FETCH",
    "FOR",
    "UPDATE",
    "\"",
    "'",
    "--",
    "/*",
    "INTERVAL",
    "ROW",
    "MATCHED",
    "THEN",
    "CONFLICT",
    "DO",
    "NOTHING",
    "TABLE",
    "\u0000",
    "\ud83d\ude00"
  };

  /** All functions that the parser's library knows, the refused ones too. */
  private static final String[] KNOWN =
      SqlLibraryOperatorTableFactory.INSTANCE
          .getOperatorTable(EnumSet.of(SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL))
          .getOperatorList()
          .stream()
          .map(SqlOperator::getName)
          .filter(name -> name.matches("[A-Z][A-Z0-9_]*"))
          .sorted()
          .distinct()
          .toArray(String[]::new);

  private final Random random;
  private final RandomDefinitions definitions;

  RandomStatements(Random random) {
    this.random = random;
    definitions = new RandomDefinitions(random);
  }

  /** The next one. */
  String next() {
    String statement = valid();
    return random.nextInt(3) == 0 ? mutated(statement) : statement;
  }

  private String valid() {
    return switch (random.nextInt(30)) {
      case 0 -> "INSERT INTO t (id, " + column() + ") " + source() + conflict() + returning();
      case 1 -> "UPDATE " + target() + " SET " + set() + from() + where() + returning();
      case 2 -> "DELETE FROM " + target() + (coin() ? " USING u" : "") + where() + returning();
      case 3 ->
          "MERGE INTO t USING u ON "
              + expression(2)
              + (coin() ? " WHEN MATCHED THEN UPDATE SET " + set() : "")
              + " WHEN NOT MATCHED THEN INSERT (id) VALUES ("
              + expression(1)
              + ")"
              + returning();
      case 4 -> (coin() ? "EXPLAIN " : "EXPLAIN ANALYZE ") + query(2);
      case 6 -> "REPLACE INTO u (" + column() + ", y) " + source() + returning();
      case 7 -> "WITH w (id) AS (" + query(1) + ") DELETE FROM t USING w" + where() + returning();
      case 8 ->
          "WITH RECURSIVE w (id) AS ("
              + query(1)
              + " UNION ALL SELECT id + 1 FROM w WHERE id BETWEEN 0 AND 9) "
              + query(2);
      case 9 -> "CREATE TABLE v AS " + query(2);
      case 5 ->
          query(1)
              + pick(" FOR UPDATE", " FOR SHARE", " FOR UPDATE OF t")
              + pick("", " SKIP LOCKED", " NOWAIT");
      case 10 -> "UPSERT INTO t (id, " + column() + ") " + source() + returning();
      case 11 ->
          pick("INSERT OR REPLACE", "INSERT OR IGNORE", "INSERT IGNORE")
              + " INTO u (a, y) "
              + source();
      case 12, 13, 14, 15, 16, 17, 18 -> definitions.next();
      default -> query(3);
    };
  }

  private String source() {
    return coin()
        ? "VALUES (" + (10 + random.nextInt(90)) + ", " + expression(2) + ")"
        : "SELECT " + expression(1) + ", " + expression(1) + " FROM u" + where();
  }

  private String conflict() {
    return switch (random.nextInt(4)) {
      case 0 -> " ON CONFLICT DO NOTHING";
      case 1 -> " ON CONFLICT (id) DO UPDATE SET s = EXCLUDED.s, n = " + expression(1) + where();
      default -> "";
    };
  }

  private String returning() {
    return random.nextInt(3) == 0 ? " RETURNING " + (coin() ? "*" : expression(2)) : "";
  }

  private String target() {
    return coin() ? "t" : coin() ? "u" : "t AS z";
  }

  private String set() {
    return switch (random.nextInt(4)) {
      case 0 -> "(s, n) = (" + expression(1) + ", " + expression(1) + ")";
      case 1 -> "(s, n) = (SELECT v, a FROM u" + where() + ")";
      case 2 -> column() + " = DEFAULT";
      default -> column() + " = " + expression(2);
    };
  }

  private String from() {
    return coin() ? "" : " FROM u";
  }

  private String where() {
    return coin() ? "" : " WHERE " + expression(2);
  }

  private String query(int depth) {
    if (depth > 1 && random.nextInt(6) == 0) {
      String operator = pick("UNION", "UNION ALL", "INTERSECT", "EXCEPT");
      return query(depth - 1) + " " + operator + " " + query(depth - 1);
    }
    if (random.nextInt(10) == 0) {
      return pick("VALUES (1, 2), (3, 4)", "TABLE t", "WITH w AS (SELECT 1 AS c) SELECT * FROM w");
    }
    StringBuilder sql = new StringBuilder("SELECT ");
    sql.append(random.nextInt(5) == 0 ? "DISTINCT " : "");
    sql.append(random.nextInt(4) == 0 ? "*" : expression(depth));
    if (coin()) {
      sql.append(", ").append(expression(depth)).append(coin() ? " AS c" : "");
    }
    if (random.nextInt(8) > 0) {
      sql.append(" FROM ").append(relation(depth));
      sql.append(coin() ? " WHERE " + expression(depth) : "");
      sql.append(random.nextInt(4) == 0 ? " GROUP BY " + grouping() : "");
      sql.append(random.nextInt(8) == 0 ? " HAVING " + expression(1) : "");
      sql.append(random.nextInt(10) == 0 ? " QUALIFY ROW_NUMBER() OVER (ORDER BY id) = 1" : "");
    }
    sql.append(random.nextInt(4) == 0 ? " ORDER BY " + expression(1) + pick("", " DESC") : "");
    sql.append(random.nextInt(5) == 0 ? " LIMIT " + pick("0", "1", "2", "?") : "");
    return sql.toString();
  }

  private String grouping() {
    return switch (random.nextInt(6)) {
      case 0 -> "ROLLUP (" + column() + ", " + column() + ")";
      case 1 -> "GROUPING SETS ((" + column() + "), (), (" + column() + ", s))";
      case 2 -> "1";
      default -> expression(1);
    };
  }

  private String window() {
    return switch (random.nextInt(5)) {
      case 0 -> "(PARTITION BY " + expression(1) + " ORDER BY " + column() + ")";
      case 1 ->
          "(ORDER BY "
              + column()
              + " ROWS BETWEEN 1 PRECEDING AND "
              + pick("2", "?")
              + " FOLLOWING)";
      case 2 ->
          "(ORDER BY "
              + column()
              + pick("", " DESC")
              + " RANGE BETWEEN "
              + pick(LITERALS)
              + " PRECEDING AND CURRENT ROW)";
      case 3 -> "()";
      default -> "(ORDER BY id)";
    };
  }

  private String relation(int depth) {
    return switch (random.nextInt(10)) {
      case 7 -> "t, LATERAL (" + query(1) + ") AS z";
      case 8 ->
          "t JOIN (SELECT a AS id, v AS s, y FROM u) AS z USING (" + pick("id", "id, s", "q") + ")";
      case 9 -> "t CROSS JOIN LATERAL (SELECT MAX(v) AS v FROM u WHERE " + expression(1) + ") AS z";
      case 0 -> "t JOIN u ON " + expression(1);
      case 1 -> "t LEFT JOIN u ON t.id = u.a";
      case 2 -> depth > 1 ? "(" + query(depth - 1) + ") AS z" : "u";
      case 3 -> "t, u";
      case 4 -> "u";
      case 5 ->
          pick("t NATURAL JOIN u", "t FULL JOIN u ON id = a", "UNNEST(ARRAY[1, 2]) AS z (id)");
      default -> "t";
    };
  }

  private String expression(int depth) {
    if (depth <= 0) {
      return coin() ? column() : pick(LITERALS);
    }
    return switch (random.nextInt(14)) {
      case 0, 1 -> column();
      case 2 -> pick(LITERALS);
      case 3, 4 ->
          "(" + expression(depth - 1) + " " + pick(BINARY) + " " + expression(depth - 1) + ")";
      case 5 -> function() + "(" + expression(depth - 1) + ")";
      case 6 ->
          function()
              + "("
              + expression(depth - 1)
              + ", "
              + expression(depth - 1)
              + pick("", "", ", " + expression(depth - 1))
              + ")";
      case 7 -> "CAST(" + expression(depth - 1) + " AS " + pick(TYPES) + ")";
      case 8 ->
          "CASE WHEN "
              + expression(depth - 1)
              + " THEN "
              + expression(depth - 1)
              + " ELSE "
              + expression(depth - 1)
              + " END";
      case 9 ->
          expression(depth - 1) + pick(" IS NULL", " IS NOT TRUE", " BETWEEN 1 AND 2", "::TEXT");
      case 10 -> expression(depth - 1) + " IN (" + expression(depth - 1) + ", NULL)";
      case 11 -> depth > 1 ? "(" + query(1) + ")" : "EXISTS (SELECT 1 FROM u)";
      case 12 ->
          pick("SUM", "COUNT", "LAG", "RANK", "MIN", "ARRAY_AGG", "NTILE", "FIRST_VALUE")
              + "("
              + column()
              + ")"
              + pick("", "", "", " FILTER (WHERE b)", " IGNORE NULLS")
              + pick(" OVER " + window(), "");
      default -> pick("NOT ", "-", "EXISTS ", "") + "(" + expression(depth - 1) + ")";
    };
  }

  private String function() {
    return coin() ? pick(FUNCTIONS) : pick(KNOWN);
  }

  private String mutated(String statement) {
    String[] words = statement.split("(?<=\\W)|(?=\\W)", -1);
    for (int i = 0; i <= random.nextInt(3); i++) {
      int at = random.nextInt(words.length);
      words[at] =
          switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> words[at] + " " + words[at];
            case 2 -> words[random.nextInt(words.length)];
            default -> " " + pick(WORDS) + " ";
          };
    }
    return String.join("", words);
  }

  private String column() {
    return pick(COLUMNS);
  }

  private boolean coin() {
    return random.nextBoolean();
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
