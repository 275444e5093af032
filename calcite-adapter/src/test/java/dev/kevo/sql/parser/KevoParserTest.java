package dev.kevo.sql.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.sql.parser.ddl.ColumnClause;
import dev.kevo.sql.parser.ddl.CreateTableStatement;
import dev.kevo.sql.parser.ddl.DropStatement;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.DeclaredType;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.ddl.SqlCreateSchema;
import org.apache.calcite.sql.ddl.SqlKeyConstraint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KevoParserTest {
  @Test
  void tableWithInlineKeyDefaultsAndNullability() {
    CreateTableStatement table =
        assertInstanceOf(
            CreateTableStatement.class,
            KevoParser.parse(
                "CREATE TABLE IF NOT EXISTS s.t (id BIGINT PRIMARY KEY, name VARCHAR(32) NOT NULL"
                    + " DEFAULT 'x', qty INTEGER DEFAULT 1 + 2 NOT NULL, \"aB\" TEXT NULL)"));
    assertTrue(table.ifNotExists());
    assertEquals(List.of("S", "T"), table.name().names);
    List<SqlNode> elements = elements(table);
    assertEquals(5, elements.size());
    SqlKeyConstraint key = assertInstanceOf(SqlKeyConstraint.class, elements.get(1));
    assertEquals(List.of("ID"), names(key));
    ColumnClause name = assertInstanceOf(ColumnClause.class, elements.get(2));
    assertEquals("VARCHAR(32)", DeclaredType.of(name.type()).toString());
    assertEquals(false, name.nullable());
    assertEquals("'x'", String.valueOf(name.defaultValue()));
    ColumnClause qty = assertInstanceOf(ColumnClause.class, elements.get(3));
    assertEquals(false, qty.nullable());
    assertEquals("1 + 2", String.valueOf(qty.defaultValue()).replace("`", ""));
    ColumnClause text = assertInstanceOf(ColumnClause.class, elements.get(4));
    assertEquals("aB", text.name());
    assertEquals("VARCHAR", DeclaredType.of(text.type()).toString());
  }

  @Test
  void tableWithNamedCompositeKey() {
    CreateTableStatement table =
        (CreateTableStatement)
            KevoParser.parse(
                "create table t (a int, b int not null, constraint pk_t primary key (b, a))");
    SqlKeyConstraint key = assertInstanceOf(SqlKeyConstraint.class, elements(table).get(2));
    assertEquals("PK_T", key.getOperandList().get(0).toString());
    assertEquals(List.of("B", "A"), names(key));
  }

  private static List<String> names(SqlKeyConstraint key) {
    SqlNodeList columns = (SqlNodeList) key.getOperandList().get(1);
    return columns.getList().stream().map(SqlNode::toString).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BOOLEAN",
        "TINYINT",
        "SMALLINT",
        "INTEGER",
        "BIGINT",
        "REAL",
        "FLOAT",
        "DOUBLE",
        "VARCHAR",
        "VARCHAR(5)",
        "CHAR(5)",
        "BINARY(5)",
        "VARBINARY",
        "VARBINARY(5)",
        "DATE",
        "TIME(3)",
        "TIMESTAMP(3)",
        "DECIMAL(15, 2)"
      })
  void declaredTypesComeBackAsTheyWereWritten(String type) {
    assertEquals(type, declared(type).toString());
  }

  @Test
  void otherNamesOfTypesAreUnderstood() {
    assertEquals("INTEGER", declared("INT").toString());
    assertEquals("BOOLEAN", declared("BOOL").toString());
    assertEquals("VARCHAR", declared("TEXT").toString());
    assertEquals("VARCHAR", declared("CLOB").toString());
    assertEquals("VARBINARY", declared("BLOB").toString());
    assertEquals("VARBINARY", declared("BYTEA").toString());
    assertEquals("DECIMAL(10, 0)", declared("NUMERIC(10)").toString());
    assertEquals("DECIMAL(38, 0)", declared("DECIMAL").toString());
    assertEquals("DOUBLE", declared("DOUBLE PRECISION").toString());
    assertEquals("TIMESTAMP(6)", declared("TIMESTAMP(9)").toString());
    assertEquals("TIMESTAMP(6)", declared("DATETIME").toString());
    assertEquals("TIMESTAMP(3) WITH TIME ZONE", declared("TIMESTAMPTZ(3)").toString());
    assertEquals("TIMESTAMP(6) WITH TIME ZONE", declared("TIMESTAMP WITH TIME ZONE").toString());
    assertEquals(
        "TIMESTAMP(0) WITH TIME ZONE", declared("TIMESTAMP(0) WITH LOCAL TIME ZONE").toString());
    assertEquals("SMALLINT", declared("INT2").toString());
    assertEquals("INTEGER", declared("INT4").toString());
    assertEquals("BIGINT", declared("INT8").toString());
    assertEquals("REAL", declared("FLOAT4").toString());
    assertEquals("DOUBLE", declared("FLOAT8").toString());
    assertEquals("VARCHAR", declared("STRING").toString());
    assertEquals("VARCHAR(20)", declared("NVARCHAR(20)").toString());
    assertEquals("DECIMAL(12, 2)", declared("NUMBER(12, 2)").toString());
    assertEquals("UUID", declared("UUID").toString());
    assertEquals("JSON", declared("JSON").toString());
    assertEquals("INTEGER ARRAY", declared("INT ARRAY").toString());
    assertEquals("DECIMAL(5, 2) ARRAY", declared("DECIMAL(5, 2) ARRAY").toString());
    assertEquals("INTERVAL DAY(10) TO SECOND(6)", declared("INTERVAL DAY TO SECOND").toString());
    assertEquals("INTERVAL YEAR(4)", declared("INTERVAL YEAR(4)").toString());
    assertEquals("CHAR(1)", declared("CHARACTER").toString());
    assertEquals("VARCHAR(9)", declared("CHARACTER VARYING(9)").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"DECIMAL(39, 2)", "DECIMAL(5, 6)", "VARCHAR(0)", "CHAR(999999999)"})
  void lengthsOutOfRangeAreRefused(String type) {
    SqlStateException e = assertThrows(SqlStateException.class, () -> declared(type));
    assertEquals(SqlState.INVALID_PARAMETER, e.state());
    assertTrue(e.getMessage().contains("line 1, column 19"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TIME WITH TIME ZONE", "INTEGER MULTISET", "GEO", "INTEGER ARRAY ARRAY"})
  void typesThatNoColumnCanHaveAreRefused(String type) {
    SqlStateException e = assertThrows(SqlStateException.class, () -> declared(type));
    assertEquals(SqlState.NOT_SUPPORTED, e.state());
  }

  private static ColumnType declared(String type) {
    CreateTableStatement table =
        (CreateTableStatement) KevoParser.parse("CREATE TABLE t (a " + type + ")");
    return DeclaredType.of(((ColumnClause) elements(table).get(0)).type());
  }

  private static List<SqlNode> elements(CreateTableStatement table) {
    return Objects.requireNonNull(table.content().elements()).getList();
  }

  @Test
  void schemasAndDrops() {
    SqlCreateSchema schema = (SqlCreateSchema) KevoParser.parse("CREATE SCHEMA IF NOT EXISTS s");
    assertTrue(schema.ifNotExists);
    DropStatement drop = (DropStatement) KevoParser.parse("DROP TABLE IF EXISTS s.t, u CASCADE;");
    assertEquals(DropStatement.Kind.TABLE, drop.kind());
    assertEquals("[S.T, U]", drop.names().toString());
    assertTrue(drop.ifExists());
    assertTrue(drop.cascade());
    drop = (DropStatement) KevoParser.parse("DROP SCHEMA s RESTRICT");
    assertEquals(DropStatement.Kind.SCHEMA, drop.kind());
    assertFalse(drop.cascade());
  }

  @Test
  void statementsAboutTheTransaction() {
    assertEquals("BEGIN", transaction("BEGIN"));
    assertEquals("BEGIN", transaction("begin work"));
    assertEquals("BEGIN", transaction("START TRANSACTION"));
    assertEquals("COMMIT", transaction("COMMIT WORK"));
    assertEquals("ROLLBACK", transaction("ROLLBACK;"));
    assertEquals("ROLLBACK_TO SP", transaction("ROLLBACK TO SAVEPOINT sp"));
    assertEquals("ROLLBACK_TO SP", transaction("ROLLBACK WORK TO sp"));
    assertEquals("SAVEPOINT SP", transaction("SAVEPOINT sp"));
    assertEquals("RELEASE SP", transaction("RELEASE SAVEPOINT sp"));
    assertEquals("RELEASE SP", transaction("RELEASE sp"));
  }

  private static String transaction(String sql) {
    SqlTransactionStatement statement = (SqlTransactionStatement) KevoParser.parse(sql);
    String text = statement.action().toString();
    return statement.getOperandList().isEmpty() ? text : text + " " + statement.savepoint();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT KEY, VALUE FROM KEYSPACES.MAIN WHERE KEY = X'01'",
        "SELECT VALUE FROM KEYSPACES.MAIN",
        "SELECT m.VALUE, m.KEY FROM KEYSPACES.MAIN AS m ORDER BY VALUE, KEY DESC",
        "SELECT VALUE || KEY AS VALUE FROM MAIN GROUP BY VALUE HAVING VALUE > X'00'",
        "SELECT * FROM (SELECT VALUE FROM MAIN) WHERE VALUE IN (X'01', X'02') OR VALUE IS NULL",
        "SELECT COUNT(VALUE), MAX(KEY) FROM MAIN",
        "INSERT INTO KEYSPACES.MAIN (KEY, VALUE) VALUES (X'01', X'02'), (?, ?)",
        "UPSERT INTO KEYSPACES.MAIN (KEY, VALUE) VALUES (?, ?)",
        "INSERT INTO KEYSPACES.MAIN SELECT VALUE, KEY FROM MAIN",
        "UPDATE KEYSPACES.MAIN SET VALUE = X'03' WHERE KEY BETWEEN ? AND ?",
        "DELETE FROM KEYSPACES.MAIN WHERE VALUE = ? AND KEY > ?",
        "CREATE TABLE t (KEY VARCHAR PRIMARY KEY, VALUE VARCHAR)",
        "CREATE TABLE t (KEY INT, VALUE INT, PRIMARY KEY (KEY, VALUE))",
        "SELECT CASE WHEN VALUE = 1 THEN KEY ELSE VALUE END FROM t",
        "SELECT JSON_VALUE(VALUE, '$.a') FROM t",
        "EXPLAIN PLAN FOR SELECT VALUE FROM t WHERE KEY = 1",
        "VALUES (1), (2)",
        "SELECT 1 LIMIT ? OFFSET ?",
        "SELECT 1 ORDER BY 1 OFFSET ? ROWS FETCH NEXT ? ROWS ONLY",
        "SELECT EXTRACT(YEAR FROM d), FLOOR(d TO MONTH), d + INTERVAL '1' DAY FROM t",
        "SELECT POSITION('a' IN s), SUBSTRING(s FROM 2 FOR 3), TRIM(BOTH ' ' FROM s) FROM t",
        "SELECT DATE '2026-01-01', TIMESTAMP '2026-01-01 00:00:00', USER, CURRENT_DATE FROM t",
        "SELECT SUM(a) OVER (PARTITION BY b ORDER BY c ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)"
            + " FROM t",
        "SELECT a FROM t WHERE a != 1 AND b % 2 = 0",
        "SELECT MAX(a), COUNT(*), AVG(b), ROW_NUMBER() OVER (ORDER BY a) FROM t",
        "SELECT COALESCE(a, b), NULLIF(a, 1), CAST(a AS VARCHAR), MOD(a, 2), UPPER(s) FROM t",
        "SELECT a FROM t UNION ALL SELECT b FROM u EXCEPT SELECT c FROM v",
        "WITH RECURSIVE w (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM w) SELECT * FROM w",
        "SELECT * FROM t LEFT JOIN u ON t.a = u.a CROSS JOIN v NATURAL JOIN w",
        "SELECT {fn UCASE(a)}, {d '2026-01-01'} FROM t WHERE a LIKE 'x!%' ESCAPE '!'",
        "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN UPDATE SET b = u.b"
            + " WHEN NOT MATCHED THEN INSERT (a, b) VALUES (u.a, u.b)"
      })
  void ordinarySqlParses(String sql) {
    assertNotNull(KevoParser.parse(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key",
        "value",
        "user",
        "day",
        "year",
        "month",
        "hour",
        "minute",
        "second",
        "position",
        "at",
        "order_date",
        "name",
        "type",
        "count",
        "sum",
        "min",
        "max",
        "rank",
        "text",
        "state",
        "status",
        "level",
        "role",
        "session",
        "version",
        "data",
        "description",
        "language",
        "method",
        "result",
        "open",
        "close",
        "period",
        "percent",
        "parameter",
        "result",
        "system",
        "one",
        "old",
        "no",
        "none",
        "start",
        "begin",
        "condition",
        "column",
        "function",
        "search",
        "show",
        "scope",
        "sql",
        "translation",
        "element",
        "identity",
        "if",
        "of",
        "out",
        "match",
        "member",
        "module",
        "month",
        "date_",
        "password",
        "comment",
        "action",
        "location"
      })
  void commonNamesNeedNoQuotes(String name) {
    assertNotNull(KevoParser.parse("CREATE TABLE t (" + name + " INTEGER, b INTEGER)"));
    assertNotNull(KevoParser.parse("INSERT INTO t (" + name + ", b) VALUES (?, 1)"));
    assertNotNull(KevoParser.parse("UPDATE t SET " + name + " = ? WHERE b = 1"));
    assertNotNull(KevoParser.parse("SELECT t." + name + " FROM t WHERE t." + name + " = 1"));
    assertNotNull(KevoParser.parse("SELECT " + name + ", b FROM t ORDER BY " + name));
    assertNotNull(KevoParser.parse("SELECT b AS " + name + " FROM t WHERE " + name + " = 1"));
    assertNotNull(KevoParser.parse("CREATE TABLE " + name + " (a INTEGER)"));
  }

  @Test
  void commentsAndATrailingSemicolonAreSkipped() {
    assertEquals(
        SqlKind.SELECT,
        KevoParser.parse("-- one\n/* two; ' */ // three\nSELECT 1 -- four\n ; -- five").getKind());
  }

  @Test
  void namesFoldToUpperCaseUnlessQuoted() {
    assertEquals(
        "SELECT `A`, `a` FROM `T`",
        KevoParser.parse("select a, \"a\" from t").toString().replaceAll("\\s+", " "));
  }

  @Test
  void syntaxErrorsNameLineAndColumn() {
    refused(SqlState.SYNTAX_ERROR, "SELECT *\nFORM t WHERE x", "near \"t\"", "line 2, column 6");
    refused(SqlState.SYNTAX_ERROR, "SELEC 1", "no statement begins like this", "line 1, column 1");
    refused(SqlState.SYNTAX_ERROR, "SELECT 1 +", "ends too early", "line 1, column 10");
    refused(SqlState.SYNTAX_ERROR, "SELECT 'abc", "line 1, column");
    refused(SqlState.SYNTAX_ERROR, "SELECT \u0001 FROM t", "line 1, column 8");
    refused(SqlState.SYNTAX_ERROR, "SELECT 1; SELECT 2", "line 1, column 11");
    refused(SqlState.SYNTAX_ERROR, "CREATE TABLE t ()", "line 1, column 17");
    refused(SqlState.SYNTAX_ERROR, "CREATE TABLE t (a INT NOT NULL NULL)", "line 1, column");
    refused(SqlState.SYNTAX_ERROR, "CREATE TABLE t (a)", "line 1, column 17");
    refused(SqlState.SYNTAX_ERROR, "INSERT INTO t VALUE (1)", "line 1, column");
    refused(SqlState.SYNTAX_ERROR, "", "empty");
    refused(SqlState.SYNTAX_ERROR, " -- nothing\n;", "empty");
    refused(SqlState.NOT_SUPPORTED, "CREATE OR REPLACE TABLE t (a INT)", "REPLACE");
    refused(SqlState.NAME_TOO_LONG, "SELECT " + "a".repeat(129), "line 1, column 8");
  }

  private static void refused(SqlState state, String sql, String... parts) {
    SqlStateException e = assertThrows(SqlStateException.class, () -> KevoParser.parse(sql), sql);
    assertEquals(state, e.state(), e.getMessage());
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
    assertTrue(e.getMessage().length() < 300, e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }

  @Test
  void whatIsTooLargeIsRefusedBeforeAnythingRecurses() {
    int deep = 100_000;
    refused(SqlState.TOO_COMPLEX, "SELECT " + "(".repeat(deep) + "1" + ")".repeat(deep));
    refused(SqlState.TOO_COMPLEX, "SELECT " + "(".repeat(101) + "1" + ")".repeat(101));
    refused(
        SqlState.TOO_COMPLEX,
        "SELECT " + "CASE WHEN a THEN ".repeat(101) + "1" + " END".repeat(101) + " FROM t");
    refused(SqlState.TOO_COMPLEX, "SELECT " + "1+".repeat(1_000) + "1");
    refused(SqlState.TOO_COMPLEX, "SELECT " + "NOT ".repeat(10_000) + "TRUE");
    refused(SqlState.TOO_COMPLEX, "SELECT " + "- ".repeat(10_000) + "1");
    refused(SqlState.TOO_COMPLEX, "SELECT 1 " + "UNION ALL SELECT 1 ".repeat(1_000));
    refused(SqlState.TOO_COMPLEX, "SELECT '" + "x".repeat(SqlLimits.TEXT_CHARS_MAX) + "'");
    refused(SqlState.TOO_COMPLEX, "SELECT a" + ",a".repeat(SqlLimits.TOKENS_MAX / 2) + " FROM t");
  }

  @Test
  void whatIsTooWideIsRefused() {
    String columns = "a, ".repeat(SqlLimits.COLUMNS_MAX - 1);
    KevoParser.parse("SELECT " + columns + "a FROM t");
    refused(SqlState.TOO_COMPLEX, "SELECT " + columns + "a, a FROM t");
    String parameters = "?, ".repeat(SqlLimits.PARAMETERS_MAX - 1);
    KevoParser.parse("SELECT * FROM t WHERE a IN (" + parameters + "?)");
    refused(SqlState.TOO_COMPLEX, "SELECT * FROM t WHERE a IN (" + parameters + "?, ?)");
    String items = "1, ".repeat(SqlLimits.LIST_ITEMS_MAX - 1);
    KevoParser.parse("SELECT * FROM t WHERE a IN (" + items + "1)");
    refused(SqlState.TOO_COMPLEX, "SELECT * FROM t WHERE a IN (" + items + "1, 1)");
  }

  @Test
  void existsNeedsAQuery() {
    refused(SqlState.SYNTAX_ERROR, "SELECT EXISTS (1 + 1)");
  }

  @Test
  void whatIsAtTheLimitParsesOnAnOrdinaryStack() throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              int deep = SqlLimits.NESTING_MAX;
              KevoParser.parse("SELECT " + "(".repeat(deep) + "1" + ")".repeat(deep));
              KevoParser.parse("SELECT " + "(1+".repeat(deep) + "1" + ")".repeat(deep));
              KevoParser.parse("SELECT " + "(SELECT ".repeat(deep) + "1" + ")".repeat(deep));
              KevoParser.parse(
                  "SELECT " + "CASE WHEN a THEN ".repeat(deep) + "1" + " END".repeat(deep));
              KevoParser.parse("SELECT " + "1+".repeat(250) + "1");
            },
            "small-stack",
            512 * 1024);
    thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
    thread.start();
    thread.join();
    assertEquals(null, failure.get());
  }

  @Test
  void longChainsOfAndAndOrAreBalancedAndKeepTheirTerms() {
    String sql = "SELECT * FROM t WHERE a = 0";
    StringBuilder long1 = new StringBuilder(sql);
    for (int i = 1; i < 20_000; i++) {
      long1.append(i % 100 == 0 ? " AND b = " : " OR a = ").append(i);
    }
    String text = KevoParser.parse(long1.toString()).toString();
    for (int i : new int[] {0, 1, 99, 100, 101, 10_000, 19_999}) {
      assertTrue(text.contains("= " + i), "term " + i);
    }
  }

  @Test
  void longListsParse() {
    String list = String.join(", ", Collections.nCopies(20_000, "1"));
    assertNotNull(KevoParser.parse("SELECT * FROM t WHERE a IN (" + list + ")"));
    String rows = String.join(", ", Collections.nCopies(5_000, "(1, 'a')"));
    assertNotNull(KevoParser.parse("INSERT INTO t VALUES " + rows));
  }

  @Test
  void quotesAndCommentsHideWhatLooksLikeNesting() {
    String brackets = "(".repeat(500);
    assertNotNull(
        KevoParser.parse(
            "SELECT '"
                + brackets
                + "', \""
                + brackets.substring(0, 100)
                + "\" /*"
                + brackets
                + "*/ FROM t --"
                + brackets));
    assertNotNull(KevoParser.parse("SELECT 'it''s ; -- no comment' FROM t"));
  }

  @Test
  void expressionsAloneParse() {
    assertEquals(SqlKind.PLUS, KevoParser.parseExpression("1 + 2").getKind());
    assertThrows(SqlStateException.class, () -> KevoParser.parseExpression("1 +"));
  }

  @Test
  void escapesAreResolvedInEveryPartOfAContinuedText() {
    SqlNode chain = KevoParser.parseExpression("U&'x!+00007A'\n '!0061' UESCAPE '!'");
    assertEquals("'xz'\n'a'", String.valueOf(chain));
  }
}
