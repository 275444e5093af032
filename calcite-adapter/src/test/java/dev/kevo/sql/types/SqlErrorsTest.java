package dev.kevo.sql.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.ConflictException;
import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.LibraryMissingException;
import dev.kevo.engine.ReadOnlyException;
import dev.kevo.sql.parser.KevoParser;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.junit.jupiter.api.Test;

class SqlErrorsTest {
  @Test
  void theEnginesErrorsHaveTheirStates() {
    assertEquals("40001", state(new ConflictException("conflict")));
    assertEquals("XX001", state(new CorruptionException("broken")));
    assertEquals("25006", state(new ReadOnlyException("read-only")));
    assertEquals("08003", state(new ClosedException("closed")));
    assertEquals(
        "0A000", state(new LibraryMissingException("no zstd", new NoClassDefFoundError("zstd"))));
    assertInstanceOf(
        SQLTransactionRollbackException.class,
        SqlErrors.translate(new RuntimeException(new ConflictException("inner"))));
  }

  @Test
  void whatGeneratedCodeThrowsHasItsState() {
    assertEquals("22012", state(new ArithmeticException("/ by zero")));
    assertEquals("22003", state(new ArithmeticException("integer overflow")));
    assertEquals("22018", state(new NumberFormatException("For input string: \"x\"")));
    assertEquals("54001", state(new StackOverflowError()));
    assertEquals("53200", state(new OutOfMemoryError()));
    assertEquals("23505", state(SqlState.UNIQUE_VIOLATION.failure("twice")));
    assertEquals("XX000", state(new IllegalStateException("a bug")));
  }

  @Test
  void anSqlExceptionStaysItself() {
    SQLException error = SqlState.CANCELLED.exception("cancelled");
    assertSame(error, SqlErrors.translate(new RuntimeException(error)));
  }

  @Test
  void messagesAreOneShortLine() {
    SQLException error = SqlErrors.translate(new CorruptionException("x".repeat(1_000) + "\ny"));
    assertTrue(error.getMessage().length() < 300);
  }

  @Test
  void theValidatorsErrorsHaveStateLineAndColumn() {
    invalid("42P01", "SELECT *\n  FROM nothing", "line 2, column 8");
    invalid("42P01", "SELECT * FROM nowhere.t", "line 1, column 15");
    invalid("42703", "SELECT c FROM t", "line 1, column 8");
    invalid("42703", "SELECT t.c FROM t", "line 1, column 10");
    invalid("42703", "INSERT INTO t (a, c) VALUES (1, 2)", "line 1, column 19");
    invalid("42883", "SELECT no_such(a) FROM t", "line 1, column 8");
    invalid("42702", "SELECT a FROM t, t AS u", "line 1, column 8");
    invalid("42803", "SELECT a, COUNT(*) FROM t GROUP BY b", "line 1, column 8");
    invalid("42804", "SELECT a FROM t WHERE a + DATE '2026-01-01' = 1", "line 1, column");
    invalid("42601", "INSERT INTO t (a, b) VALUES (1)", "line 1, column");
    invalid("42701", "INSERT INTO t (a, a) VALUES (1, 2)", "line 1, column 19");
  }

  private static void invalid(String state, String sql, String place) {
    SqlNode node = KevoParser.parse(sql);
    try {
      validator().validate(node);
    } catch (RuntimeException e) {
      SQLException error = SqlErrors.translate(e);
      assertEquals(state, error.getSQLState(), error.getMessage());
      assertTrue(error.getMessage().contains(place), error.getMessage());
      return;
    }
    throw new AssertionError("valid: " + sql);
  }

  private static SqlValidator validator() {
    KevoTypeFactory types = new KevoTypeFactory();
    CalciteSchema schema = CalciteSchema.createRootSchema(false);
    schema.add(
        "T",
        new AbstractTable() {
          @Override
          public RelDataType getRowType(RelDataTypeFactory factory) {
            return factory
                .builder()
                .add("A", SqlTypeName.INTEGER)
                .nullable(true)
                .add("B", SqlTypeName.VARCHAR)
                .nullable(true)
                .build();
          }
        });
    CalciteCatalogReader reader =
        new CalciteCatalogReader(
            schema,
            new ArrayList<>(List.of()),
            types,
            new CalciteConnectionConfigImpl(new Properties()));
    return SqlValidatorUtil.newValidator(
        SqlStdOperatorTable.instance(),
        reader,
        types,
        SqlValidator.Config.DEFAULT.withConformance(KevoParser.CONFIG.conformance()));
  }

  private static String state(Throwable error) {
    return SqlErrors.translate(error).getSQLState();
  }
}
