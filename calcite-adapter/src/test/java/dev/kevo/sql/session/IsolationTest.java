package dev.kevo.sql.session;

import static dev.kevo.engine.IsolationLevel.READ_COMMITTED;
import static dev.kevo.engine.IsolationLevel.SERIALIZABLE;
import static dev.kevo.sql.session.Party.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.kevo.engine.IsolationLevel;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cases of Hermitage (github.com/ept/hermitage) through SQL, at each level. */
@Timeout(60)
final class IsolationTest {
  private static final String CONFLICT = "40001";

  private SqlFixture sql;
  private Party one;
  private Party two;
  private Party three;

  @BeforeEach
  void createTable() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)");
    sql.run("INSERT INTO t VALUES (1, 10), (2, 20)");
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    three.close();
    sql.close();
  }

  private void begin(IsolationLevel level) throws SQLException {
    one = new Party(sql, level);
    two = new Party(sql, level);
    three = new Party(sql, level);
  }

  private static String v(Party party, int id) throws SQLException {
    return party.rows("SELECT v FROM t WHERE id = " + id).get(0);
  }

  private void assertTable(String... rows) throws SQLException {
    sql.assertRows(List.of(rows), "SELECT id, v FROM t");
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void g0WritesOfTwoTransactionsDoNotMix(IsolationLevel level) throws Exception {
    begin(level);
    assertEquals(OK, two.run("UPDATE t SET v = v WHERE id = 99"));
    assertEquals(OK, one.run("UPDATE t SET v = 11 WHERE id = 1"));
    Party.Waiting waiting = two.begins("UPDATE t SET v = 12 WHERE id = 1");
    assertFalse(waiting.isDone());
    assertEquals(OK, one.run("UPDATE t SET v = 21 WHERE id = 2"));
    assertEquals(OK, one.commit());
    assertEquals(level == READ_COMMITTED ? OK : CONFLICT, waiting.end());
    if (level == READ_COMMITTED) {
      assertEquals("11", v(three, 1));
      assertEquals(OK, two.run("UPDATE t SET v = 22 WHERE id = 2"));
      assertEquals(OK, two.commit());
      assertTable("1, 12", "2, 22");
    } else {
      two.rollback();
      assertTable("1, 11", "2, 21");
    }
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void g1aNobodyReadsWhatIsRolledBack(IsolationLevel level) throws Exception {
    begin(level);
    one.run("UPDATE t SET v = 101 WHERE id = 1");
    assertEquals(List.of("1, 10", "2, 20"), two.rows("SELECT * FROM t"));
    one.rollback();
    assertEquals(List.of("1, 10", "2, 20"), two.rows("SELECT * FROM t"));
    assertEquals(OK, two.commit());
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void g1bNobodyReadsIntermediateValues(IsolationLevel level) throws Exception {
    begin(level);
    one.run("UPDATE t SET v = 101 WHERE id = 1");
    assertEquals("10", v(two, 1));
    one.run("UPDATE t SET v = 11 WHERE id = 1");
    one.commit();
    assertEquals(level == READ_COMMITTED ? "11" : "10", v(two, 1));
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void g1cInformationDoesNotFlowInCircles(IsolationLevel level) throws Exception {
    begin(level);
    one.run("UPDATE t SET v = 11 WHERE id = 1");
    two.run("UPDATE t SET v = 22 WHERE id = 2");
    assertEquals("20", v(one, 2));
    assertEquals("10", v(two, 1));
    assertEquals(OK, one.commit());
    assertEquals(level == SERIALIZABLE ? CONFLICT : OK, two.commit());
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void otvAnObservedTransactionDoesNotVanish(IsolationLevel level) throws Exception {
    begin(level);
    two.run("UPDATE t SET v = v WHERE id = 99");
    one.run("UPDATE t SET v = 11 WHERE id = 1");
    one.run("UPDATE t SET v = 19 WHERE id = 2");
    Party.Waiting waiting = two.begins("UPDATE t SET v = 12 WHERE id = 1");
    one.commit();
    assertEquals("11", v(three, 1));
    if (level == READ_COMMITTED) {
      assertEquals(OK, waiting.end());
      two.run("UPDATE t SET v = 18 WHERE id = 2");
      assertEquals("19", v(three, 2));
      two.commit();
      assertEquals("18", v(three, 2));
      assertEquals("12", v(three, 1));
    } else {
      assertEquals(CONFLICT, waiting.end());
      two.rollback();
      assertEquals("19", v(three, 2));
      assertEquals("11", v(three, 1));
    }
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void pmpAPredicateSeesNewRowsAtReadCommittedOnly(IsolationLevel level) throws Exception {
    begin(level);
    assertEquals(List.of(), one.rows("SELECT id FROM t WHERE v = 30"));
    two.run("INSERT INTO t VALUES (3, 30)");
    two.commit();
    assertEquals(
        level == READ_COMMITTED ? List.of("3") : List.of(),
        one.rows("SELECT id FROM t WHERE MOD(v, 3) = 0"));
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void pmpADeleteLooksAtTheRowsThatItWaitedFor(IsolationLevel level) throws Exception {
    begin(level);
    two.rows("SELECT COUNT(*) FROM t");
    one.run("UPDATE t SET v = v + 10");
    Party.Waiting waiting = two.begins("DELETE FROM t WHERE v = 20");
    assertFalse(waiting.isDone());
    one.commit();
    if (level == READ_COMMITTED) {
      assertEquals(OK, waiting.end());
      two.commit();
      // As if it had run after the update as a whole; others would delete nothing at all.
      assertTable("2, 30");
    } else {
      assertEquals(CONFLICT, waiting.end());
      two.rollback();
      assertTable("1, 20", "2, 30");
    }
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void p4AnUpdateIsLostAtReadCommittedOnly(IsolationLevel level) throws Exception {
    begin(level);
    assertEquals("10", v(one, 1));
    assertEquals("10", v(two, 1));
    one.run("UPDATE t SET v = 11 WHERE id = 1");
    Party.Waiting waiting = two.begins("UPDATE t SET v = 11 WHERE id = 1");
    one.commit();
    assertEquals(level == READ_COMMITTED ? OK : CONFLICT, waiting.end());
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void incrementsInOneStatementAreNeverLost(IsolationLevel level) throws Exception {
    begin(level);
    two.rows("SELECT COUNT(*) FROM t");
    one.run("UPDATE t SET v = v + 1 WHERE id = 1");
    Party.Waiting waiting = two.begins("UPDATE t SET v = v + 1 WHERE id = 1");
    one.commit();
    if (level == READ_COMMITTED) {
      assertEquals(OK, waiting.end());
      two.commit();
      assertTable("1, 12", "2, 20");
    } else {
      assertEquals(CONFLICT, waiting.end());
    }
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void gSingleReadsAreSkewedAtReadCommittedOnly(IsolationLevel level) throws Exception {
    begin(level);
    assertEquals("10", v(one, 1));
    two.run("UPDATE t SET v = 12 WHERE id = 1");
    two.run("UPDATE t SET v = 18 WHERE id = 2");
    two.commit();
    assertEquals(level == READ_COMMITTED ? "18" : "20", v(one, 2));
    assertEquals(OK, one.commit());
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void gSingleAWriteToASkewedRowIsAConflict(IsolationLevel level) throws Exception {
    begin(level);
    assertEquals("10", v(one, 1));
    two.run("UPDATE t SET v = 12 WHERE id = 1");
    two.run("UPDATE t SET v = 18 WHERE id = 2");
    two.commit();
    assertEquals(
        level == READ_COMMITTED ? OK : CONFLICT, one.run("DELETE FROM t WHERE v = 20 OR v = 18"));
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void g2ItemWritesAreSkewedBelowSerializable(IsolationLevel level) throws Exception {
    begin(level);
    one.rows("SELECT * FROM t WHERE id IN (1, 2)");
    two.rows("SELECT * FROM t WHERE id IN (1, 2)");
    assertEquals(OK, one.run("UPDATE t SET v = 11 WHERE id = 1"));
    assertEquals(OK, two.run("UPDATE t SET v = 21 WHERE id = 2"));
    assertEquals(OK, one.commit());
    assertEquals(level == SERIALIZABLE ? CONFLICT : OK, two.commit());
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void g2PredicatesAreSkewedBelowSerializable(IsolationLevel level) throws Exception {
    begin(level);
    assertEquals(List.of(), one.rows("SELECT * FROM t WHERE MOD(v, 3) = 0"));
    assertEquals(List.of(), two.rows("SELECT * FROM t WHERE MOD(v, 3) = 0"));
    assertEquals(OK, one.run("INSERT INTO t VALUES (3, 30)"));
    assertEquals(OK, two.run("INSERT INTO t VALUES (4, 42)"));
    assertEquals(OK, one.commit());
    assertEquals(level == SERIALIZABLE ? CONFLICT : OK, two.commit());
  }

  /** Fekete, O'Neil and O'Neil's anomaly: two is skewed by three, which only read. */
  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void g2WithAReaderAloneIsSkewedBelowSerializable(IsolationLevel level) throws Exception {
    begin(level);
    one.rows("SELECT * FROM t");
    two.run("UPDATE t SET v = v + 5 WHERE id = 2");
    assertEquals(OK, two.commit());
    assertEquals(List.of("1, 10", "2, 25"), three.rows("SELECT * FROM t"));
    assertEquals(OK, three.commit());
    assertEquals(OK, one.run("UPDATE t SET v = 0 WHERE id = 1"));
    assertEquals(level == SERIALIZABLE ? CONFLICT : OK, one.commit());
  }
}
