package dev.kevo.sql.parser;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlPostfixOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/** The count of FETCH FIRST that takes the rows which tie with the last one, too. */
public final class WithTies extends SqlPostfixOperator {
  private static final WithTies INSTANCE = new WithTies();

  private WithTies() {
    super("WITH TIES", SqlKind.OTHER, 0, ReturnTypes.ARG0, null, OperandTypes.ANY);
  }

  /** A count with ties. */
  public static SqlNode of(SqlNode count, SqlParserPos pos) {
    return INSTANCE.createCall(pos, count);
  }

  /** Whether a count is with ties. */
  public static boolean is(SqlNode count) {
    return count instanceof SqlCall call && call.getOperator() instanceof WithTies;
  }
}
