package dev.kevo.sql.session;

import dev.kevo.sql.cache.NormalizedSql;
import dev.kevo.sql.exec.KeyAggregate;
import dev.kevo.sql.exec.KeyValueQuery;
import dev.kevo.sql.exec.RowSource;
import dev.kevo.sql.exec.ValuesRows;
import dev.kevo.sql.plan.Plan;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.ColumnValues;
import dev.kevo.sql.types.SqlState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Converts the values of parameters to the executor's representation.
 *
 * <p>A number that an exact parameter type cannot hold is not rounded, for {@code id = 3.5} must
 * not find row 4: plans without generated code take it as it is and compare rightly, others refuse
 * it.
 */
final class Binder {
  private static final @Nullable Object[] NONE = new Object[0];
  private static final int DIGITS_MAX = 400;

  private final @Nullable ColumnType[] types;
  private final String[] names;
  private final boolean takesAnyNumber;
  private final boolean explains;

  private Binder(@Nullable ColumnType[] types, boolean takesAnyNumber, boolean explains) {
    this.types = types;
    this.explains = explains;
    this.takesAnyNumber = takesAnyNumber;
    this.names = new String[types.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = "parameter " + (i + 1);
    }
  }

  static Binder of(Plan plan) {
    @Nullable ColumnType[] types = new ColumnType[plan.parameters().getFieldCount()];
    for (RelDataTypeField field : plan.parameters().getFieldList()) {
      RelDataType type = field.getType();
      types[field.getIndex()] =
          ColumnType.isSupported(type) ? ColumnType.of(type).withNullable(true) : null;
    }
    boolean explains = plan instanceof Plan.Query query && query.isExplanation();
    return new Binder(types, isInterpreted(plan), explains);
  }

  private static boolean isInterpreted(Plan plan) {
    RowSource rows = null;
    if (plan instanceof Plan.Query query) {
      rows = query.rows();
    } else if (plan instanceof Plan.Change change) {
      rows = change.change().source();
    } else if (plan instanceof Plan.Locking locking) {
      rows = locking.rows().source();
    }
    return rows instanceof KeyValueQuery
        || rows instanceof KeyAggregate
        || rows instanceof ValuesRows;
  }

  /** Whether the plan runs without generated code, so that numbers of any type are compared. */
  boolean takesAnyNumber() {
    return takesAnyNumber;
  }

  /** Whether each literal is of its parameter's family of types. */
  boolean canTake(List<Object> literals) {
    if (literals.size() != types.length) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      if (literals.get(i) != NormalizedSql.PARAMETER && !isOfFamily(literals.get(i), types[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether each value of a row of literals is NULL or of its parameter's family of types. */
  boolean canTake(@Nullable Object[] row) {
    for (int i = 0; i < types.length; i++) {
      Object value = row[i];
      if (value == null ? types[i] == null : !isOfFamily(value, types[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfFamily(Object literal, @Nullable ColumnType type) {
    if (type == null) {
      return false;
    }
    return literal instanceof Number
        ? isNumeric(type)
        : literal instanceof Boolean ? type.typeName() == SqlTypeName.BOOLEAN : type.isText();
  }

  private static boolean isNumeric(ColumnType type) {
    return SqlTypeName.NUMERIC_TYPES.contains(type.typeName());
  }

  @Nullable Object[] bind(@Nullable Object[] values) {
    if (explains) {
      return NONE;
    }
    if (values.length < types.length) {
      throw SqlState.INVALID_PARAMETER.failure(
          "the statement has " + types.length + " parameters, " + values.length + " were given");
    }
    if (types.length == 0) {
      return NONE;
    }
    @Nullable Object[] bound = new Object[types.length];
    for (int i = 0; i < bound.length; i++) {
      ColumnType type = types[i];
      Object value = values[i];
      bound[i] = type == null || value == null ? value : bind(value, type, names[i]);
    }
    return bound;
  }

  private @Nullable Object bind(Object value, ColumnType type, String name) {
    if (value instanceof Number number && SqlTypeName.EXACT_TYPES.contains(type.typeName())) {
      if (isPlainInteger(number)) {
        if (type.typeName() == SqlTypeName.DECIMAL) {
          return scaled(BigDecimal.valueOf(number.longValue()), type);
        }
        if (takesAnyNumber && !fits(number.longValue(), type.typeName())) {
          return number.longValue();
        }
      } else {
        BigDecimal exact = exact(number);
        if (exact != null && type.typeName() == SqlTypeName.DECIMAL) {
          return scaled(exact, type);
        }
        if (exact != null && exact.stripTrailingZeros().scale() > 0) {
          return inexact(exact, type, name);
        }
        if (exact != null && takesAnyNumber && exact.precision() - exact.scale() > 18) {
          return exact;
        }
      }
    }
    return ColumnValues.convert(value, isTooLong(value, type) ? anyLength(type) : type, name);
  }

  /** With the type's digits after the point, if it has not more of them. */
  private static BigDecimal scaled(BigDecimal number, ColumnType type) {
    return number.scale() < type.scale() ? number.setScale(type.scale()) : number;
  }

  /** A text or bytes longer than the parameter's type, which equal nothing but are no error. */
  private static boolean isTooLong(Object value, ColumnType type) {
    int limit = type.precision();
    if (limit == ColumnType.UNSPECIFIED) {
      return false;
    }
    return (type.isText()
            && value instanceof String text
            && text.length() > limit
            && !(type.typeName() == SqlTypeName.CHAR && text.substring(limit).isBlank()))
        || (type.isBinary() && value instanceof byte[] bytes && bytes.length > limit);
  }

  private static ColumnType anyLength(ColumnType type) {
    return ColumnType.of(type.isText() ? SqlTypeName.VARCHAR : SqlTypeName.VARBINARY);
  }

  private Object inexact(BigDecimal value, ColumnType type, String name) {
    if (takesAnyNumber) {
      return value;
    }
    throw SqlState.OUT_OF_RANGE.failure(name + " is no " + type.sqlName() + ": " + value);
  }

  private static boolean isPlainInteger(Number value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte;
  }

  private static boolean fits(long value, SqlTypeName type) {
    return switch (type) {
      case TINYINT -> value == (byte) value;
      case SMALLINT -> value == (short) value;
      case INTEGER -> value == (int) value;
      default -> true;
    };
  }

  /** The number as a decimal of a sane size, or null. */
  private static @Nullable BigDecimal exact(Number value) {
    BigDecimal decimal = null;
    if (value instanceof BigDecimal number) {
      decimal = number;
    } else if (value instanceof BigInteger number) {
      decimal = new BigDecimal(number);
    } else if (value instanceof Double || value instanceof Float) {
      decimal = Double.isFinite(value.doubleValue()) ? new BigDecimal(value.toString()) : null;
    }
    return decimal != null
            && Math.abs((long) decimal.scale()) <= DIGITS_MAX
            && decimal.precision() <= DIGITS_MAX
        ? decimal
        : null;
  }
}
