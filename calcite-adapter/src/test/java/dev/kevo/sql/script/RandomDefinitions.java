package dev.kevo.sql.script;

import java.util.Random;

/**
 * Random statements that are no queries and no changes: definitions of all kinds, most of which fit
 * the tables of {@link RandomStatements}, and statements about the transaction and the session.
 */
final class RandomDefinitions {
  private static final String[] NAMES = {
    "t", "u", "v", "w", "s1", "i1", "\"q\"", "nope", "public.t"
  };
  private static final String[] COLUMNS = {"id", "s", "n", "q", "d", "ts", "b", "x", "a", "y", "c"};
  private static final String[] TYPES = {
    "INTEGER",
    "INT8",
    "VARCHAR",
    "VARCHAR(20)",
    "VARCHAR(1)",
    "CHAR(5)",
    "TEXT",
    "CLOB",
    "BLOB",
    "DECIMAL(38, 10)",
    "DECIMAL(8, 3)",
    "NUMERIC",
    "FLOAT(20)",
    "DOUBLE PRECISION",
    "DATE",
    "TIME(3)",
    "TIMESTAMP(9)",
    "TIMESTAMP WITH TIME ZONE",
    "INTERVAL YEAR TO MONTH",
    "INTERVAL DAY(3) TO SECOND(2)",
    "BOOLEAN",
    "UUID",
    "JSON",
    "INTEGER[]",
    "VARCHAR(3) ARRAY",
    "INTEGER[][]",
    "VARCHAR(999999999)",
    "DECIMAL(39)",
    "NOPE",
    "ROW(a INTEGER)",
    "MAP<VARCHAR, INTEGER>",
    "SERIAL"
  };
  private static final String[] VALUES = {
    "0",
    "-1",
    "NULL",
    "'x'",
    "CURRENT_TIMESTAMP",
    "CURRENT_DATE",
    "NOW()",
    "DATE '2024-01-31'",
    "NEXT VALUE FOR s1",
    "n + 1",
    "UPPER(s)",
    "id * 2",
    "RANDOM_UUID()",
    "ARRAY[]",
    "(SELECT 1)",
    "?",
    "COUNT(*)",
    "1 / 0",
    "CURRENT_SCHEMA",
    "s LIKE 'a%'"
  };

  private final Random random;

  RandomDefinitions(Random random) {
    this.random = random;
  }

  /** A definition. */
  String next() {
    return switch (random.nextInt(18)) {
      case 0, 1, 2 -> createTable();
      case 3, 4, 5, 6 -> "ALTER TABLE " + opt("IF EXISTS ") + name() + " " + list(this::action);
      case 7, 8 ->
          "CREATE "
              + opt("UNIQUE ")
              + "INDEX "
              + opt("IF NOT EXISTS ")
              + name()
              + " ON "
              + name()
              + " ("
              + list(this::key)
              + ")"
              + opt(" INCLUDE (" + list(this::column) + ")");
      case 9 ->
          "CREATE "
              + opt("OR REPLACE ")
              + "VIEW "
              + opt("IF NOT EXISTS ")
              + name()
              + opt(" (a, b)")
              + " AS "
              + pick("SELECT id, n FROM t", "SELECT * FROM u", "VALUES (1, 2)", "SELECT 1 AS x")
              + opt(" ORDER BY 1");
      case 10 -> sequence();
      case 11 ->
          "DROP "
              + pick("TABLE ", "VIEW ", "SEQUENCE ", "SCHEMA ", "INDEX ")
              + opt("IF EXISTS ")
              + list(this::name)
              + pick("", " CASCADE", " RESTRICT");
      case 12 ->
          "TRUNCATE "
              + opt("TABLE ")
              + list(this::name)
              + pick("", " RESTART IDENTITY", " CONTINUE IDENTITY")
              + pick("", " CASCADE", " RESTRICT");
      case 13 ->
          "COMMENT ON "
              + pick("TABLE t", "VIEW v", "COLUMN t.n", "COLUMN n", "SEQUENCE s1", "SCHEMA public")
              + " IS "
              + pick("NULL", "'what it is'", "''", "1");
      case 14 ->
          pick(
              "ANALYZE",
              "ANALYZE TABLE t, u",
              "ANALYZE " + name(),
              "CREATE SCHEMA " + opt("IF NOT EXISTS ") + name(),
              "ALTER VIEW " + name() + " RENAME TO " + name(),
              "ALTER INDEX " + opt("IF EXISTS ") + name() + " RENAME TO " + name());
      default -> session();
    };
  }

  private String createTable() {
    String start =
        "CREATE "
            + pick("", "", "", "TEMPORARY ", "TEMP ", "GLOBAL TEMPORARY ", "OR REPLACE ")
            + "TABLE "
            + opt("IF NOT EXISTS ")
            + name();
    return switch (random.nextInt(8)) {
      case 0 -> start + pick(" (LIKE ", " LIKE ") + name() + pick(")", "");
      case 1 ->
          start
              + pick("", " (a, b)", " (a)")
              + " AS SELECT n, s FROM t"
              + pick("", " WITH DATA", " WITH NO DATA");
      case 2 ->
          start
              + " (id "
              + type()
              + ", n "
              + type()
              + opt(" PATH '$.n'")
              + ") MAP "
              + opt("KEYSPACE main ")
              + "KEY "
              + pick("'user:{id}'", "'{id}{n}'", "'{id:08}/{n}'", "'{'", "''", "'{id:int64le}'")
              + " VALUE "
              + pick(
                  "JSON", "DELIMITED", "DELIMITED BY ';'", "TEXT", "BINARY", "BINARY LITTLE ENDIAN")
              + pick("", " ON MALFORMED ERROR", " ON MALFORMED SKIP", " ON MALFORMED NULL");
      default ->
          start
              + " ("
              + list(this::definition)
              + opt(", " + constraint())
              + ")"
              + pick("", "", "", " ON COMMIT DELETE ROWS", " ON COMMIT PRESERVE ROWS");
    };
  }

  private String definition() {
    return column() + " " + type() + pick("", " " + filling()) + pick("", " " + columnConstraint());
  }

  private String filling() {
    return switch (random.nextInt(5)) {
      case 0 ->
          "GENERATED "
              + pick("ALWAYS", "BY DEFAULT")
              + " AS IDENTITY"
              + opt(" (" + sequenceOption() + " " + sequenceOption() + ")");
      case 1 -> "GENERATED ALWAYS AS (" + value() + ")" + pick("", " STORED", " VIRTUAL");
      case 2 -> pick("AUTO_INCREMENT", "AUTOINCREMENT");
      default -> "DEFAULT " + value();
    };
  }

  private String columnConstraint() {
    return opt("CONSTRAINT c1 ")
        + switch (random.nextInt(6)) {
          case 0 -> "NOT NULL";
          case 1 -> "NULL";
          case 2 -> "PRIMARY KEY";
          case 3 -> "UNIQUE";
          case 4 -> "CHECK (" + condition() + ")";
          default -> references();
        };
  }

  private String constraint() {
    return opt("CONSTRAINT c2 ")
        + switch (random.nextInt(4)) {
          case 0 -> "PRIMARY KEY (" + list(this::column) + ")";
          case 1 -> "UNIQUE (" + list(this::column) + ")";
          case 2 -> "CHECK (" + condition() + ")";
          default -> "FOREIGN KEY (" + list(this::column) + ") " + references();
        };
  }

  private String references() {
    return "REFERENCES "
        + name()
        + opt(" (" + list(this::column) + ")")
        + opt(" MATCH SIMPLE")
        + opt(" ON DELETE " + pick("CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"))
        + opt(" ON UPDATE " + pick("CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"));
  }

  private String condition() {
    return pick(
            "n > 0", "id <> n", "s LIKE 'a%'", "LENGTH(s) < 5", "1 = 1", "n", "d < CURRENT_DATE")
        + opt(" AND " + column() + " IS NOT NULL");
  }

  private String key() {
    return pick(column(), column(), "(" + value() + ")") + pick("", " ASC", " DESC");
  }

  private String action() {
    String of = pick("", "COLUMN ") + column();
    return switch (random.nextInt(16)) {
      case 0, 1 -> "ADD " + pick("", "COLUMN ") + opt("IF NOT EXISTS ") + definition();
      case 2, 3 -> "ADD " + constraint();
      case 4 -> "DROP " + pick("", "COLUMN ") + opt("IF EXISTS ") + column() + opt(" CASCADE");
      case 5 -> "DROP CONSTRAINT " + opt("IF EXISTS ") + pick("c1", "c2", "PK_T") + opt(" CASCADE");
      case 6 -> "DROP PRIMARY KEY" + opt(" CASCADE");
      case 7 -> "RENAME " + pick("", "COLUMN ") + column() + " TO " + column();
      case 8 -> "RENAME CONSTRAINT " + pick("c1", "PK_T") + " TO " + pick("c2", "c3");
      case 9 -> pick("RENAME TO " + name(), "SET SCHEMA " + pick("public", "sys", "nope"));
      case 10 -> "ALTER " + of + pick(" SET DEFAULT " + value(), " DROP DEFAULT");
      case 11 -> "ALTER " + of + pick(" SET NOT NULL", " DROP NOT NULL");
      case 12, 13 -> "ALTER " + of + pick(" TYPE ", " SET DATA TYPE ") + type();
      case 14 ->
          "ALTER "
              + of
              + pick(
                  " ADD GENERATED ALWAYS AS IDENTITY",
                  " ADD GENERATED BY DEFAULT AS IDENTITY (START WITH 5)",
                  " DROP IDENTITY",
                  " DROP IDENTITY IF EXISTS");
      default ->
          "ALTER "
              + of
              + pick(
                  " SET " + sequenceOption(),
                  " RESTART",
                  " RESTART WITH 7",
                  " SET GENERATED ALWAYS");
    };
  }

  private String sequence() {
    return switch (random.nextInt(4)) {
      case 0 -> "ALTER SEQUENCE " + opt("IF EXISTS ") + pick("s1", name()) + " RENAME TO " + name();
      case 1 ->
          "ALTER SEQUENCE "
              + pick("s1", name())
              + " "
              + pick(sequenceOption(), "RESTART", "RESTART WITH -3");
      default ->
          "CREATE SEQUENCE "
              + opt("IF NOT EXISTS ")
              + name()
              + opt(" " + sequenceOption())
              + opt(" " + sequenceOption());
    };
  }

  private String sequenceOption() {
    return pick(
        "AS " + type(),
        "START WITH " + number(),
        "INCREMENT BY " + number(),
        "MINVALUE " + number(),
        "NO MINVALUE",
        "MAXVALUE " + number(),
        "NO MAXVALUE",
        "CYCLE",
        "NO CYCLE",
        "CACHE " + number(),
        "NO CACHE");
  }

  private String session() {
    return pick(
        "START TRANSACTION",
        "BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY",
        "BEGIN WORK ISOLATION LEVEL READ UNCOMMITTED",
        "COMMIT",
        "ROLLBACK WORK",
        "END",
        "SAVEPOINT p",
        "ROLLBACK TO SAVEPOINT p",
        "RELEASE SAVEPOINT p",
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        "SET TRANSACTION READ WRITE READ ONLY",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
        "SET CONSTRAINTS ALL " + pick("IMMEDIATE", "DEFERRED"),
        "SET SCHEMA " + pick("public", "'PUBLIC'", "nope"),
        "SET LOCK_TIMEOUT = " + pick("0", "100", "-1", "'x'", "99999999999999999999", "?"),
        "SET TRANSACTION_TIMEOUT = 0",
        "SET IDLE_TRANSACTION_TIMEOUT = 0",
        "SET HISTORY_MILLIS = " + pick("0", "1000", "-5", "NULL"),
        "SET nothing = 1",
        "SHOW " + pick("TABLES", "VIEWS", "SEQUENCES") + opt(" FROM " + name()),
        "SHOW SCHEMAS",
        "SHOW COLUMNS FROM " + name(),
        "SHOW INDEXES" + opt(" FROM " + name()),
        "SHOW CREATE " + pick("TABLE ", "VIEW ") + name(),
        "DESCRIBE " + opt("TABLE ") + name(),
        "CANCEL SESSION " + pick("999999", "0", "99999999999999999999"),
        "CALL " + name() + "()",
        "SELECT * FROM " + name() + " FOR SYSTEM_TIME AS OF " + pick("CURRENT_TIMESTAMP", value()),
        "SELECT * FROM SYS." + pick("SESSIONS", "LOCKS", "LEVELS", "HISTORY", "STATEMENTS", "NOPE"),
        "SELECT * FROM INFORMATION_SCHEMA."
            + pick("TABLES", "COLUMNS", "INDEXES", "VIEWS", "NOPE"));
  }

  private interface Part {
    String make();
  }

  private String list(Part part) {
    StringBuilder list = new StringBuilder(part.make());
    while (random.nextInt(3) == 0) {
      list.append(", ").append(part.make());
    }
    return list.toString();
  }

  private String number() {
    return pick("0", "1", "-1", "5", "2", "100", "9223372036854775807", "-9223372036854775808");
  }

  private String name() {
    return pick(NAMES);
  }

  private String column() {
    return pick(COLUMNS);
  }

  private String type() {
    return pick(TYPES);
  }

  private String value() {
    return pick(VALUES);
  }

  private String opt(String text) {
    return random.nextInt(3) == 0 ? text : "";
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
