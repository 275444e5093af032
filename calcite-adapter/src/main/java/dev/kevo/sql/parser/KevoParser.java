package dev.kevo.sql.parser;

import dev.kevo.sql.parser.ddl.CreateViewStatement;
import dev.kevo.sql.parser.generated.KevoSqlParser;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlCreate;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Parses one SQL statement.
 *
 * <p>Definitions are the classes of {@link dev.kevo.sql.parser.ddl}, but for {@code
 * SqlCreateSchema} and the constraints of a table ({@code SqlKeyConstraint}; a column's own follow
 * it as constraints of one column). Statements about the transaction are {@link
 * SqlTransactionStatement}s.
 */
public final class KevoParser {
  /** How text is read: unquoted names fold to upper case, double quotes keep a name as it is. */
  public static final SqlParser.Config CONFIG =
      SqlParser.config()
          .withParserFactory(KevoSqlParser.FACTORY)
          .withQuoting(Quoting.DOUBLE_QUOTE)
          .withUnquotedCasing(Casing.TO_UPPER)
          .withQuotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(true)
          .withIdentifierMaxLength(SqlLimits.NAME_CHARS_MAX)
          .withConformance(KevoConformance.INSTANCE);

  private KevoParser() {}

  /**
   * The tree of one statement; leading comments and one trailing semicolon are allowed.
   *
   * @throws SqlStateException 42601 with line and column if it is no SQL, 54001 if it is beyond the
   *     limits
   */
  public static SqlNode parse(String sql) {
    String statement = JdbcEscapes.resolved(SqlLimits.checkText(sql));
    SqlNode node;
    try {
      node = SqlParser.create(statement, CONFIG).parseStmt();
    } catch (SqlParseException e) {
      throw ForeignSyntax.explain(statement, SqlErrors.syntax(e));
    } catch (StackOverflowError e) {
      throw SqlState.TOO_COMPLEX.failure("the statement is nested too deeply", e);
    }
    SqlLimits.checkTree(node);
    if (node.getKind() == SqlKind.PROCEDURE_CALL) {
      throw SqlErrors.at(
          SqlState.NOT_SUPPORTED, "there are no procedures to call", node.getParserPosition());
    }
    if (node instanceof CreateViewStatement view) {
      return view.withQueryText(from(statement, view.queryStart()));
    }
    if (node instanceof SqlCreate create && create.getReplace()) {
      throw SqlState.NOT_SUPPORTED.failure("CREATE OR REPLACE is for views alone");
    }
    return node;
  }

  /** The text from a place on, without blanks at its end. */
  private static String from(String statement, SqlParserPos start) {
    int at = 0;
    for (int line = 1; line < start.getLineNum(); line++) {
      at = lineEnd(statement, at);
    }
    return statement.substring(at + start.getColumnNum() - 1).strip();
  }

  /** After the end of the line, as the generated scanner counts lines. */
  private static int lineEnd(String statement, int from) {
    int at = from;
    while (statement.charAt(at) != '\n' && statement.charAt(at) != '\r') {
      at++;
    }
    boolean both = statement.charAt(at) == '\r' && statement.startsWith("\n", at + 1);
    return at + (both ? 2 : 1);
  }

  /**
   * The tree of one expression, such as a column's default.
   *
   * @throws SqlStateException as {@link #parse} does
   */
  public static SqlNode parseExpression(String sql) {
    SqlNode node;
    try {
      node = SqlParser.create(SqlLimits.checkText(sql), CONFIG).parseExpression();
    } catch (SqlParseException e) {
      throw SqlErrors.syntax(e);
    } catch (StackOverflowError e) {
      throw SqlState.TOO_COMPLEX.failure("the expression is nested too deeply", e);
    }
    SqlLimits.checkTree(node);
    return node;
  }
}
