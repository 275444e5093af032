package dev.kevo.sql.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/** Literals as the executor's values. */
final class Literals {
  private Literals() {}

  /** The value in the class that the literal's type has at run time; null for NULL. */
  static @Nullable Object value(RexLiteral literal) {
    if (literal.isNull()) {
      return null;
    }
    RelDataType type = literal.getType();
    return switch (type.getSqlTypeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT -> integer(number(literal), type.getSqlTypeName());
      case DECIMAL -> number(literal).setScale(type.getScale(), RoundingMode.HALF_UP);
      case REAL -> number(literal).floatValue();
      case FLOAT, DOUBLE -> number(literal).doubleValue();
      case CHAR, VARCHAR -> text(literal);
      case DATE, TIME -> literal.getValueAs(Integer.class);
      case TIMESTAMP -> literal.getValueAs(Long.class);
      default -> literal.getValue3();
    };
  }

  /** Whether {@link #value} knows the literal's type. */
  static boolean isSupported(RexLiteral literal) {
    return literal.isNull()
        || switch (literal.getType().getSqlTypeName()) {
          case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, FLOAT, DOUBLE -> true;
          case CHAR, VARCHAR, BINARY, VARBINARY, BOOLEAN, DATE, TIME, TIMESTAMP -> true;
          default -> false;
        };
  }

  private static @Nullable String text(RexLiteral literal) {
    NlsString text = literal.getValueAs(NlsString.class);
    return text == null ? null : text.getValue();
  }

  /** In VALUES a literal has the column's type even if it does not fit: then it stays as it is. */
  private static Object integer(BigDecimal number, SqlTypeName type) {
    if (number.stripTrailingZeros().scale() > 0 || number.precision() - number.scale() > 18) {
      return number;
    }
    long value = number.longValue();
    return switch (type) {
      case TINYINT -> value == (byte) value ? (Object) (byte) value : number;
      case SMALLINT -> value == (short) value ? (Object) (short) value : number;
      case INTEGER -> value == (int) value ? (Object) (int) value : number;
      default -> value;
    };
  }

  private static BigDecimal number(RexLiteral literal) {
    Object value = literal.getValue();
    return value instanceof BigDecimal number ? number : new BigDecimal(String.valueOf(value));
  }
}
