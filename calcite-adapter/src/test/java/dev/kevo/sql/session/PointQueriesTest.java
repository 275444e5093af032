package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.exec.KeyValueQuery;
import dev.kevo.sql.parser.KevoParser;
import dev.kevo.sql.plan.Plan;
import dev.kevo.sql.plan.PointQueries;
import dev.kevo.sql.types.KevoTypeFactory;
import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans made of tokens alone must be those that the parser and the planner make. */
final class PointQueriesTest {
  private SqlFixture sql;
  private Catalog catalog;
  private PointQueries points;

  @BeforeEach
  void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE SCHEMA s");
    sql.run(
        "CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR(8), \"Mixed\" DOUBLE NOT NULL,"
            + " d DECIMAL(10, 2), at TIMESTAMP(6), pi INTEGER, \"USER\" INTEGER)");
    sql.run("INSERT INTO t VALUES (1, 'one', 1.5, 2.25, NULL, 3, 4)");
    sql.run("CREATE TABLE s.pair (a INTEGER, b VARCHAR(3), c INTEGER, PRIMARY KEY (b, a))");
    sql.run("INSERT INTO s.pair VALUES (1, 'x', 10), (2, 'x', 20)");
    sql.run("CREATE TABLE padded (k CHAR(3) PRIMARY KEY)");
    sql.run("CREATE TABLE heap (a INTEGER)");
    sql.run("CREATE VIEW v AS SELECT * FROM t");
    catalog = sql.engine.store().current(sql.database);
    points = new PointQueries(new KevoTypeFactory(), sql.engine.store(), sql.database);
  }

  @AfterEach
  void close() {
    sql.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM t WHERE id = ?",
        "select * from t where id = ?;",
        "SELECT name FROM public.t WHERE id = ?",
        "SELECT \"Mixed\", d, id, at FROM t\nWHERE \"ID\" = ?",
        "SELECT c FROM s.pair WHERE a = ? AND b = ?",
        "SELECT * FROM \"S\".\"PAIR\" WHERE b=? and a=?",
        "SELECT \"USER\" FROM t WHERE id = ?",
      })
  void planIsThatOfThePlanner(String text) {
    Plan.Query point = points.plan(text, catalog, Catalog.PUBLIC);
    Plan.Query planned =
        (Plan.Query)
            sql.engine
                .planner()
                .plan(
                    KevoParser.parse(text),
                    sql.engine.tree(catalog),
                    Catalog.PUBLIC,
                    new CancelToken());

    assertNotNull(point, text);
    assertEquals(planned.rowType().getFullTypeString(), point.rowType().getFullTypeString());
    assertEquals(planned.parameters().getFullTypeString(), point.parameters().getFullTypeString());
    assertEquals(planned.origins(), point.origins());
    assertTrue(((KeyValueQuery) planned.rows()).scan().isPoint());
    assertTrue(((KeyValueQuery) point.rows()).scan().isPoint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT pi FROM t WHERE id = ?", // the function
        "SELECT user FROM t WHERE id = ?", // likewise
        "SELECT id, id FROM t WHERE id = ?",
        "SELECT id AS x FROM t WHERE id = ?",
        "SELECT t.id FROM t WHERE id = ?",
        "SELECT * FROM t WHERE id = ? AND id = ?",
        "SELECT * FROM t WHERE name = ?",
        "SELECT * FROM t WHERE id = ? OR id = ?",
        "SELECT * FROM t WHERE id = ? FOR UPDATE",
        "SELECT * FROM t WHERE id > ?",
        "SELECT * FROM t WHERE id = 'a'",
        "SELECT * FROM t WHERE \"id\" = ?",
        "SELECT missing FROM t WHERE id = ?",
        "SELECT * FROM t",
        "SELECT * FROM t WHERE",
        "SELECT * FROM",
        "SELECT",
        "SELECT DISTINCT name FROM t WHERE id = ?",
        "SELECT * FROM s.pair WHERE a = ?",
        "SELECT * FROM padded WHERE k = ?",
        "SELECT * FROM heap WHERE a = ?",
        "SELECT * FROM v WHERE id = ?",
        "SELECT * FROM a.b.c WHERE id = ?",
        "SELECT * FROM missing WHERE id = ?",
        "SELECT * FROM information_schema.tables WHERE table_name = ?",
        "SELECT * FROM t WHERE id = ?; SELECT 1",
        "DELETE FROM t WHERE id = ?",
      })
  void whatIsNotPlainlyAPointIsLeftToThePlanner(String text) {
    assertNull(points.plan(text, catalog, Catalog.PUBLIC), text);
  }

  @Test
  void columnsNamedLikeFunctionsAreLeftToThePlanner() throws SQLException {
    for (SqlOperator operator : SqlStdOperatorTable.instance().getOperatorList()) {
      if (operator.getSyntax() == SqlSyntax.FUNCTION_ID) {
        String name = operator.getName();
        sql.run(
            "CREATE TABLE \"F_" + name + "\" (id INTEGER PRIMARY KEY, \"" + name + "\" INTEGER)");
        String text = "SELECT " + name + " FROM F_" + name + " WHERE id = ?";
        assertNull(points.plan(text, sql.engine.store().current(sql.database), "PUBLIC"), text);
      }
    }
  }

  @Test
  void rowsAreFoundByParametersAndLiteralsOfAnyNumber() throws SQLException {
    assertEquals(List.of("one"), sql.rows("SELECT name FROM t WHERE id = 1"));
    assertEquals(List.of("one"), sql.rows("SELECT name FROM t WHERE id = ?", 1));
    assertEquals(List.of(), sql.rows("SELECT name FROM t WHERE id = 1.5"));
    assertEquals(List.of(), sql.rows("SELECT name FROM t WHERE id = ?", (Object) null));
    assertEquals(List.of("20"), sql.rows("SELECT c FROM s.pair WHERE a = 2 AND b = 'x'"));
    assertEquals(List.of(), sql.rows("SELECT c FROM s.pair WHERE a = 2 AND b = 'longer'"));
  }

  @Test
  void planIsForgottenWhenTheTableChanges() throws SQLException {
    PreparedSql prepared = sql.session.prepare("SELECT * FROM t WHERE id = ?");
    sql.run("ALTER TABLE t ADD COLUMN more INTEGER DEFAULT 9");

    List<String> rows = SqlFixture.rows(sql.session, prepared, 0, 1);

    assertEquals(List.of("1, one, 1.5, 2.25, null, 3, 4, 9"), rows);
  }
}
