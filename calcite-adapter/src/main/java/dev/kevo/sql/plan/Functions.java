package dev.kevo.sql.plan;

import java.util.EnumSet;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;

/** The functions and operators that statements may use. */
final class Functions {
  private static final SqlOperatorTable TABLE =
      SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
          EnumSet.of(SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL));

  private Functions() {}

  static SqlOperatorTable table() {
    return TABLE;
  }
}
