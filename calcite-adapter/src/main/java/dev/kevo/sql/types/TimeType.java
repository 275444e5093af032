package dev.kevo.sql.types;

import java.util.function.Supplier;
import org.apache.calcite.sql.type.BasicSqlType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * TIME for Calcite's planner, BIGINT for its generator of code. The generator takes every TIME for
 * an int of milliseconds, wherever it meets the name of the type; ours is a long of microseconds,
 * like a BIGINT, once no expression is left that needs to know better.
 */
public final class TimeType extends BasicSqlType {
  private static final ThreadLocal<Boolean> GENERATING = ThreadLocal.withInitial(() -> false);

  TimeType(boolean nullable, int precision) {
    super(KevoTypeSystem.INSTANCE, SqlTypeName.TIME, nullable, precision);
  }

  /** Does what generates code, during which types of this thread are numbers. */
  public static <T> T asNumbers(Supplier<T> generation) {
    boolean before = GENERATING.get();
    GENERATING.set(true);
    try {
      return generation.get();
    } finally {
      GENERATING.set(before);
    }
  }

  @Override
  public SqlTypeName getSqlTypeName() {
    return GENERATING.get() ? SqlTypeName.BIGINT : SqlTypeName.TIME;
  }

  @Override
  public TimeType createWithNullability(boolean nullable) {
    return nullable == isNullable() ? this : new TimeType(nullable, getPrecision());
  }
}
