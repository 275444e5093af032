package dev.kevo.sql.parser;

import dev.kevo.sql.parser.generated.KevoSqlParser;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlCreate;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;

/**
 * Parses one SQL statement.
 *
 * <p>The definitions are those of {@link org.apache.calcite.sql.ddl}: {@code SqlCreateTable} with
 * {@code SqlColumnDeclaration} and {@code SqlKeyConstraint} as its elements (a column's own PRIMARY
 * KEY follows it as a constraint of one column), {@code SqlDropTable}, {@code SqlCreateSchema},
 * {@code SqlDropSchema}. Statements about the transaction are {@link SqlTransactionStatement}s.
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
    String statement = SqlLimits.checkText(sql);
    SqlNode node;
    try {
      node = SqlParser.create(statement, CONFIG).parseStmt();
    } catch (SqlParseException e) {
      throw SqlErrors.syntax(e);
    } catch (StackOverflowError e) {
      throw SqlState.TOO_COMPLEX.failure("the statement is nested too deeply", e);
    }
    SqlLimits.checkTree(node);
    if (node instanceof SqlCreate create && create.getReplace()) {
      throw SqlState.NOT_SUPPORTED.failure("CREATE OR REPLACE is not supported");
    }
    return node;
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
