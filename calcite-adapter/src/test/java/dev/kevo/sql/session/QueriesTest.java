package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What queries of every kind give. */
final class QueriesTest {
  private static SqlFixture sql;

  @BeforeAll
  static void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE dept (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL)");
    sql.run("INSERT INTO dept VALUES (1, 'ENG'), (2, 'OPS'), (3, 'LAW')");
    sql.run(
        "CREATE TABLE emp (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, dept INTEGER,"
            + " salary DECIMAL(10, 2), hired DATE)");
    sql.run(
        "INSERT INTO emp VALUES (1, 'Ann', 1, 100.50, DATE '2020-01-01'),"
            + " (2, 'Bob', 1, 90, DATE '2021-05-06'), (3, 'Cid', 2, 80, NULL),"
            + " (4, 'Dee', NULL, NULL, DATE '2019-12-31'), (5, 'Eve', 2, 70, DATE '2022-02-02')");
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  @Test
  void selectsWithoutFrom() throws SQLException {
    sql.assertRows(List.of("1, a, null"), "SELECT 1, 'a', NULL");
    sql.assertRows(List.of("a", "bcd"), "VALUES ('a'), ('bcd')");
    sql.assertRows(List.of("5, x"), "SELECT CAST(? AS INTEGER) + 1, ?", 4, "x");
  }

  @Test
  void conditionsThatOneSideOfAJoinImpliesForTheOtherEnd() throws SQLException {
    sql.assertRows(
        List.of("Ann", "Bob"),
        "SELECT e.name FROM emp e WHERE EXISTS (SELECT 1 FROM emp x WHERE x.salary < e.salary)"
            + " AND e.dept NOT BETWEEN 110 AND 150"
            + " AND e.id + e.dept BETWEEN e.id + e.salary - 200 AND e.salary - 80");
  }

  @Test
  void innerAndOuterJoins() throws SQLException {
    sql.assertRows(
        List.of("Ann, ENG", "Bob, ENG", "Cid, OPS", "Eve, OPS"),
        "SELECT e.name, d.name FROM emp e JOIN dept d ON e.dept = d.id ORDER BY e.id");
    sql.assertRows(
        List.of("Ann, ENG", "Bob, ENG", "Cid, OPS", "Dee, null", "Eve, OPS"),
        "SELECT e.name, d.name FROM emp e LEFT JOIN dept d ON e.dept = d.id ORDER BY e.id");
    sql.assertRows(
        List.of("LAW"),
        "SELECT d.name FROM emp e RIGHT JOIN dept d ON e.dept = d.id WHERE e.id IS NULL");
    sql.assertRows(List.of("6"), "SELECT COUNT(*) FROM emp e FULL JOIN dept d ON e.dept = d.id");
    sql.assertRows(List.of("15"), "SELECT COUNT(*) FROM emp, dept");
    sql.assertRows(
        List.of("Ann, Bob"),
        "SELECT a.name, b.name FROM emp a JOIN emp b ON a.dept = b.dept AND a.salary > b.salary"
            + " WHERE a.dept = 1");
  }

  @Test
  void outerJoinsOnConditionsWithQueriesThatDependOnTheJoinedRows() throws SQLException {
    sql.run("CREATE TABLE oa (a INTEGER, b INTEGER)");
    sql.run("CREATE TABLE ob (a INTEGER, c INTEGER)");
    sql.run("CREATE TABLE oc (a INTEGER, d INTEGER)");
    sql.run("INSERT INTO oa VALUES (1, 10), (1, 10), (2, 20), (3, NULL), (NULL, 5)");
    sql.run("INSERT INTO ob VALUES (1, 10), (2, 21), (4, NULL), (NULL, 5)");
    sql.run("INSERT INTO oc VALUES (1, 1), (2, 1), (2, NULL), (NULL, 7)");
    String exists = " ON EXISTS (SELECT 1 FROM oc WHERE oc.d < oa.b AND oc.a = ob.a) ORDER BY 1, 2";
    List<String> pairs = List.of("1, 1", "1, 1", "1, 2", "1, 2", "2, 1", "2, 2");
    List<String> alone = List.of("3, null", "null, 1", "null, 2");
    assertOnColumns(join(pairs, alone), "SELECT oa.a, ob.a FROM oa LEFT JOIN ob" + exists);
    assertOnColumns(
        join(pairs, List.of("null, 1", "null, 2", "null, 4", "null, null")),
        "SELECT oa.a, ob.a FROM oa RIGHT JOIN ob" + exists);
    assertOnColumns(
        join(pairs, alone, List.of("null, 4", "null, null")),
        "SELECT oa.a, ob.a FROM oa FULL JOIN ob" + exists);
    sql.assertRows(
        List.of("1, null", "1, null", "2, 2", "3, null", "null, null"),
        "SELECT oa.a, ob.a FROM oa LEFT JOIN ob ON oa.a = ob.a"
            + " AND (SELECT COUNT(*) FROM oc WHERE oc.a = ob.a) > 1 ORDER BY 1");
    sql.assertRows(
        List.of("1, 4", "1, 4", "2, 4", "3, 4", "3, null", "null, 4"),
        "SELECT oa.a, ob.a FROM oa LEFT JOIN ob"
            + " ON oa.a NOT IN (SELECT oc.a FROM oc WHERE oc.d < ob.c) ORDER BY 1, 2");
    // Within a query that depends on the rows of another.
    sql.assertRows(
        List.of("1, 5, 6", "2, 5, 6", "3, 0, 4", "null, 0, 4"),
        "SELECT DISTINCT oa.a, (SELECT COUNT(y.a) FROM oc x LEFT JOIN oc y ON x.a = y.a AND EXISTS"
            + " (SELECT 1 FROM oc z WHERE z.a = oa.a)), (SELECT COUNT(*) FROM oc x LEFT JOIN oc y"
            + " ON x.a = y.a AND EXISTS (SELECT 1 FROM oc z WHERE z.a = oa.a)) FROM oa ORDER BY 1");
    sql.assertFails(
        "0A000",
        "SELECT 1 FROM (SELECT RAND() AS a FROM oa) x LEFT JOIN ob"
            + " ON x.a < (SELECT MAX(oc.d) FROM oc WHERE oc.a = ob.a)");
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  private static List<String> join(List<String>... lists) {
    return Stream.of(lists).flatMap(List::stream).toList();
  }

  @Test
  void membershipInAQueryRunsOnColumnsWhateverIsNull() throws SQLException {
    String in = "SELECT id, dept IN (SELECT id FROM dept WHERE id > 1) FROM emp ORDER BY id";
    sql.assertRows(List.of("1, false", "2, false", "3, true", "4, null", "5, true"), in);
    String notIn = "SELECT id FROM emp WHERE id NOT IN (SELECT dept FROM emp x WHERE x.id < ?)";
    sql.assertRows(List.of("2", "3", "4", "5"), notIn + " ORDER BY id", 3);
    sql.assertRows(List.of(), notIn + " ORDER BY id", 9);
    String ofNothing = "SELECT id, dept IN (SELECT id FROM dept WHERE id > 9) FROM emp";
    sql.assertRows(List.of("1, false", "2, false", "4, false"), ofNothing + " WHERE id IN (1,2,4)");
    String repeated = "SELECT id, id IN (SELECT dept FROM emp) FROM emp ORDER BY id";
    sql.assertRows(List.of("1, true", "2, true", "3, null", "4, null", "5, null"), repeated);
    assertTrue(sql.plan(repeated).contains("LITERAL_AGG"), sql.plan(repeated));
    for (String query : List.of(in, notIn, repeated)) {
      assertFalse(sql.plan(query).contains("Enumerable"), sql.plan(query));
    }
  }

  private static void assertOnColumns(List<String> expected, String query) throws SQLException {
    sql.assertRows(expected, query);
    assertFalse(sql.plan(query).contains("Enumerable"), sql.plan(query));
  }

  @Test
  void setOperationsWithAndWithoutRepeats() throws SQLException {
    String left = "SELECT n FROM (VALUES (1), (1), (1), (2), (NULL), (NULL), (4)) AS a (n)";
    String right = "SELECT n FROM (VALUES (1), (1), (NULL), (3)) AS b (n)";
    String order = " ORDER BY 1";
    assertOnColumns(List.of("1", "null"), left + " INTERSECT " + right + order);
    assertOnColumns(List.of("1", "1", "null"), left + " INTERSECT ALL " + right + order);
    assertOnColumns(List.of("2", "4"), left + " EXCEPT " + right + order);
    assertOnColumns(List.of("1", "2", "4", "null"), left + " EXCEPT ALL " + right + order);
    assertOnColumns(List.of("1", "2", "3", "4", "null"), left + " UNION " + right + order);
    assertOnColumns(
        List.of("2"),
        left + " EXCEPT " + right + " EXCEPT SELECT * FROM (VALUES (4)) AS c" + order);
  }

  @Test
  void groupingSetsWithTotals() throws SQLException {
    assertOnColumns(
        List.of(
            "1, ENG, 2, 0", "1, null, 2, 1", "2, OPS, 2, 0", "2, null, 2, 1", "null, null, 4, 3"),
        "SELECT e.dept, d.name, COUNT(*), GROUPING(e.dept, d.name) FROM emp e"
            + " JOIN dept d ON e.dept = d.id GROUP BY ROLLUP (e.dept, d.name)"
            + " ORDER BY 1, 2");
    assertOnColumns(
        List.of("1, 190.50", "2, 150.00", "null, 340.50", "null, null"),
        "SELECT dept, SUM(salary) FROM emp GROUP BY CUBE (dept) ORDER BY dept, 2");
    assertOnColumns(
        List.of("null, 0"), "SELECT dept, COUNT(*) FROM emp WHERE id > 99 GROUP BY ROLLUP (dept)");
  }

  @Test
  void aggregatesThatKeepTheirRows() throws SQLException {
    assertOnColumns(
        List.of("1, Bob;Ann, [1, 2]", "2, Eve;Cid, [3, 5]", "null, Dee, [4]"),
        "SELECT dept, LISTAGG(name, ';') WITHIN GROUP (ORDER BY id DESC), ARRAY_AGG(id)"
            + " FROM emp GROUP BY dept ORDER BY dept");
    assertOnColumns(
        List.of("Eve, Dee, Cid, Bob, Ann"),
        "SELECT STRING_AGG(name, ', ' ORDER BY name DESC) FROM emp");
    assertOnColumns(
        List.of("85.00, 80.00, 1"),
        "SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY salary),"
            + " PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY salary), MODE(dept) FROM emp");
    assertOnColumns(
        List.of("true, false, 7, 0"),
        "SELECT BOOL_OR(id > 4), EVERY(id > 4), BIT_OR(id), BIT_AND(id) FROM emp");
    assertOnColumns(
        List.of("[1, 2], 2"),
        "SELECT ARRAY_AGG(DISTINCT dept ORDER BY dept) FILTER (WHERE dept IS NOT NULL),"
            + " COUNT(DISTINCT dept) FROM emp");
    sql.assertFails("42000", "SELECT PERCENTILE_CONT(1.5) WITHIN GROUP (ORDER BY id) FROM emp");
  }

  @Test
  void queriesThatDependOnTheRowBeside() throws SQLException {
    assertOnColumns(
        List.of("ENG, Ann", "OPS, Cid"),
        "SELECT d.name, e.name FROM dept d, LATERAL (SELECT name FROM emp WHERE dept = d.id"
            + " ORDER BY salary DESC FETCH FIRST 1 ROW ONLY) AS e ORDER BY d.id");
    assertOnColumns(
        List.of("1, Ann!", "2, Cid!", "3, null"),
        "SELECT d.id, e.name FROM dept d LEFT JOIN LATERAL (SELECT INITCAP(name) || '!' AS name"
            + " FROM emp WHERE dept = d.id ORDER BY id LIMIT 1) AS e ON TRUE ORDER BY d.id");
    assertOnColumns(
        List.of("1, 1", "1, 10", "2, 2", "2, 20"),
        "SELECT d.id, n FROM dept d, UNNEST(ARRAY[d.id, d.id * 10]) AS u (n) WHERE d.id < 3"
            + " ORDER BY 1, 2");
  }

  @Test
  void recursionEndsWhenNothingNewComes() throws SQLException {
    assertOnColumns(
        List.of("5, 15"),
        "WITH RECURSIVE r (n, s) AS (SELECT 1, 1 UNION ALL SELECT n + 1, s + n + 1 FROM r"
            + " WHERE n < 5) SELECT MAX(n), MAX(s) FROM r");
    assertOnColumns(
        List.of("0", "1", "2"),
        "WITH RECURSIVE r (n) AS (SELECT 0 UNION SELECT MOD(n + 1, 3) FROM r)"
            + " SELECT n FROM r ORDER BY n");
    assertOnColumns(
        List.of("Ann, 1", "Bob, 2", "Cid, 3", "Dee, 4", "Eve, 5"),
        "WITH RECURSIVE r (id, name, depth) AS (SELECT id, name, 1 FROM emp WHERE id = 1 UNION ALL"
            + " SELECT e.id, e.name, r.depth + 1 FROM r JOIN emp e ON e.id = r.id + 1)"
            + " SELECT name, depth FROM r ORDER BY depth");
  }

  @Test
  void arraysBecomeRows() throws SQLException {
    assertOnColumns(
        List.of("a, 1", "b, 2"), "SELECT * FROM UNNEST(ARRAY['a', 'b']) WITH ORDINALITY");
  }

  @Test
  void groupsAndHaving() throws SQLException {
    sql.assertRows(
        List.of("1, 2, 190.50, 95.25, 90.00, 100.50", "2, 2, 150.00, 75.00, 70.00, 80.00"),
        "SELECT dept, COUNT(*), SUM(salary), CAST(AVG(salary) AS DECIMAL(10, 2)), MIN(salary),"
            + " MAX(salary) FROM emp WHERE dept IS NOT NULL GROUP BY dept ORDER BY dept");
    sql.assertRows(List.of("1"), "SELECT dept FROM emp GROUP BY dept HAVING SUM(salary) > 160");
    sql.assertRows(
        List.of("2, 5, 4"), "SELECT COUNT(DISTINCT dept), COUNT(*), COUNT(dept) FROM emp");
    sql.assertRows(
        List.of("1, 2", "2, 2", "null, 1", "null, 5"),
        "SELECT dept, COUNT(*) FROM emp GROUP BY ROLLUP(dept) ORDER BY dept, 2");
    sql.assertRows(List.of("0, null"), "SELECT COUNT(*), SUM(salary) FROM emp WHERE id > 100");
  }

  @Test
  void windows() throws SQLException {
    sql.assertRows(
        List.of("Ann, 1, 190.50", "Bob, 2, 190.50", "Cid, 1, 150.00", "Eve, 2, 150.00"),
        "SELECT name, ROW_NUMBER() OVER (PARTITION BY dept ORDER BY salary DESC),"
            + " SUM(salary) OVER (PARTITION BY dept) FROM emp WHERE dept IS NOT NULL ORDER BY id");
    sql.assertRows(
        List.of("1, 1, null", "2, 3, 1", "3, 6, 2"),
        "SELECT id, SUM(id) OVER (ORDER BY id), LAG(id) OVER (ORDER BY id) FROM dept ORDER BY id");
  }

  @Test
  void subQueries() throws SQLException {
    sql.assertRows(
        List.of("Ann"), "SELECT name FROM emp WHERE salary = (SELECT MAX(salary) FROM emp)");
    sql.assertRows(
        List.of("Ann", "Cid"),
        "SELECT name FROM emp e WHERE salary = (SELECT MAX(salary) FROM emp x WHERE x.dept ="
            + " e.dept) ORDER BY name");
    sql.assertRows(
        List.of("LAW"),
        "SELECT name FROM dept d WHERE NOT EXISTS (SELECT 1 FROM emp e WHERE e.dept = d.id)");
    sql.assertRows(
        List.of("ENG", "OPS"),
        "SELECT name FROM dept WHERE id IN (SELECT dept FROM emp) ORDER BY name");
    sql.assertRows(
        List.of("LAW"),
        "SELECT name FROM dept WHERE id NOT IN (SELECT dept FROM emp WHERE dept IS NOT NULL)");
    sql.assertRows(
        List.of("ENG, 2", "LAW, 0", "OPS, 2"),
        "SELECT name, (SELECT COUNT(*) FROM emp e WHERE e.dept = d.id) FROM dept d ORDER BY name");
    sql.assertRows(
        List.of("Eve"),
        "SELECT name FROM emp e WHERE EXISTS (SELECT 1 FROM emp x WHERE x.dept = e.dept AND x.id <"
            + " e.id AND x.id <> 1)");
    sql.assertFails("21000", "SELECT name FROM emp WHERE id = (SELECT id FROM dept)");
  }

  @Test
  void aSubQueryWithoutRowsThatCannotMatterHidesNoRows() throws SQLException {
    sql.assertRows(
        List.of("Cid", "Dee", "Eve"),
        "SELECT name FROM emp WHERE (dept BETWEEN 35 AND 27 AND dept IN (SELECT id FROM dept WHERE"
            + " name = 'NIL')) OR id > 2 ORDER BY name");
    sql.assertRows(
        List.of("3"),
        "SELECT COUNT(*) FROM dept CROSS JOIN (SELECT COUNT(*) FROM emp WHERE id > 99) none");
  }

  @Test
  void commonTableExpressions() throws SQLException {
    sql.assertRows(
        List.of("2"),
        "WITH e AS (SELECT * FROM emp WHERE dept = 1) SELECT COUNT(*) FROM e WHERE salary > 1");
    String recursive =
        "WITH RECURSIVE r(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 5)"
            + " SELECT SUM(n) FROM r";
    sql.assertRows(List.of("15"), recursive);
    sql.assertRows(List.of("15"), recursive);
  }

  @Test
  void setOperations() throws SQLException {
    sql.assertRows(
        List.of("1", "2", "3", "null"),
        "SELECT dept FROM emp UNION SELECT id FROM dept ORDER BY 1");
    sql.assertRows(
        List.of("8"), "SELECT COUNT(*) FROM (SELECT dept FROM emp UNION ALL SELECT id FROM dept)");
    sql.assertRows(
        List.of("1", "2"), "SELECT id FROM dept INTERSECT SELECT dept FROM emp ORDER BY 1");
    sql.assertRows(List.of("3"), "SELECT id FROM dept EXCEPT SELECT dept FROM emp");
  }

  @Test
  void ordersAndLimits() throws SQLException {
    sql.assertRows(
        List.of("Ann", "Bob"), "SELECT name FROM emp ORDER BY salary DESC NULLS LAST LIMIT 2");
    sql.assertRows(List.of("Dee", "Eve"), "SELECT name FROM emp ORDER BY name OFFSET 3 ROWS");
    sql.assertRows(List.of("Bob"), "SELECT name FROM emp ORDER BY name LIMIT ? OFFSET ?", 1, 1);
    sql.assertRows(List.of(), "SELECT name FROM emp LIMIT 0");
    sql.assertRows(
        List.of("4, null", "1, 1"),
        "SELECT id, dept FROM emp WHERE id IN (1, 4) ORDER BY dept DESC");
    sql.assertFails("22023", "SELECT name FROM emp LIMIT ?", -1);
    sql.assertFails("22023", "SELECT name FROM emp ORDER BY name LIMIT ?", -1);
    sql.assertFails("22023", "SELECT name FROM emp ORDER BY name LIMIT ?", (Object) null);
    sql.assertRows(List.of("Eve"), "SELECT name FROM emp ORDER BY 1 LIMIT 3000000000 OFFSET 4");
  }

  @Test
  void functions() throws SQLException {
    sql.assertRows(
        List.of("ABC, 3, ell, x, null, a"),
        "SELECT UPPER('abc'), CHAR_LENGTH('abc'), SUBSTRING('hello' FROM 2 FOR 3),"
            + " COALESCE(NULL, 'x'), NULLIF(1, 1), TRIM('  a ')");
    sql.assertRows(
        List.of("2020, 18321, 12, 3, ab, 1"),
        "SELECT EXTRACT(YEAR FROM DATE '2020-02-03'), DATE '2020-01-29' + INTERVAL '1' MONTH,"
            + " CAST('12' AS INTEGER), ABS(-3), 'a' || 'b', MOD(7, 3)");
    sql.assertRows(
        List.of("Ann, early", "Bob, late", "Cid, unknown"),
        "SELECT name, CASE WHEN hired IS NULL THEN 'unknown' WHEN hired < DATE '2021-01-01' THEN"
            + " 'early' ELSE 'late' END FROM emp WHERE id <= 3");
  }

  @Test
  void informationSchema() throws SQLException {
    sql.assertRows(
        List.of("DEPT", "EMP"),
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC' ORDER BY 1");
    sql.assertRows(
        List.of("ID, INTEGER, NO", "NAME, CHARACTER VARYING, NO"),
        "SELECT column_name, data_type, is_nullable FROM information_schema.columns"
            + " WHERE table_name = 'DEPT' ORDER BY ordinal_position");
  }

  @Test
  void describesColumns() throws SQLException {
    PreparedSql query =
        sql.session.prepare("SELECT e.name AS n, salary * 2 FROM emp e WHERE id = ?");
    ResultColumn name = query.columns().get(0);

    assertAll(
        () -> assertEquals("N", name.label()),
        () -> assertEquals("NAME", name.name()),
        () -> assertEquals("EMP", name.table()),
        () -> assertEquals("PUBLIC", name.schema()),
        () -> assertEquals("VARCHAR", name.typeName()),
        () -> assertEquals(20, name.precision()),
        () -> assertFalse(name.nullable()),
        () -> assertEquals("", query.columns().get(1).table()),
        () -> assertEquals("INTEGER", query.parameters().get(0).typeName()));
  }
}
