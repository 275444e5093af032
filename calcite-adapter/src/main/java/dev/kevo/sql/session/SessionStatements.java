package dev.kevo.sql.session;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSetOption;
import org.jspecify.annotations.Nullable;

/** SET statements. */
final class SessionStatements {
  private SessionStatements() {}

  /** The schema that {@code SET SCHEMA} names, or null if it is another statement. */
  static @Nullable String schema(SqlNode statement) {
    if (!(statement instanceof SqlSetOption option) || !option.name().toString().equals("SCHEMA")) {
      return null;
    }
    SqlNode value = option.getValue();
    if (value instanceof SqlIdentifier name && name.isSimple()) {
      return name.getSimple();
    }
    return value instanceof SqlLiteral literal ? literal.getValueAs(String.class) : null;
  }
}
