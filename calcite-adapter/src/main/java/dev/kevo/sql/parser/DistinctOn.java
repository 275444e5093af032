package dev.kevo.sql.parser;

import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** The keyword DISTINCT of a SELECT with the expressions of its ON. */
public final class DistinctOn extends SqlLiteral {
  private final SqlNodeList expressions;

  public DistinctOn(SqlNodeList expressions, SqlParserPos pos) {
    super(SqlSelectKeyword.DISTINCT, SqlTypeName.SYMBOL, pos);
    this.expressions = expressions;
  }

  /** Of the rows for which these are equal, the first one is given. */
  public SqlNodeList expressions() {
    return expressions;
  }

  @Override
  public SqlLiteral clone(SqlParserPos pos) {
    return new DistinctOn(expressions, pos);
  }
}
