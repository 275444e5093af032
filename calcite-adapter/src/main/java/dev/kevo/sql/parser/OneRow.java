package dev.kevo.sql.parser;

import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The table of one row that a SELECT reads which names none and yet has a WHERE. */
public final class OneRow {
  private OneRow() {}

  /** The table, for a FROM. */
  public static SqlNode at(SqlParserPos pos) {
    return SqlStdOperatorTable.VALUES.createCall(
        pos, SqlStdOperatorTable.ROW.createCall(pos, SqlLiteral.createExactNumeric("0", pos)));
  }
}
