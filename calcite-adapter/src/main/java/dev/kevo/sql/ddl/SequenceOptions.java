package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.SequenceDef;
import dev.kevo.sql.parser.ddl.SequenceClause;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.DeclaredType;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Completes and checks what a statement says of a sequence. */
final class SequenceOptions {
  private SequenceOptions() {}

  /** The options of a new sequence. */
  static SequenceDef.Options create(SequenceClause clause, SqlTypeName defaultType) {
    SqlTypeName type = type(clause, defaultType);
    long increment = orElse(clause.increment(), 1);
    long min = limit(clause.minLimit(), clause.min(), increment > 0 ? 1 : least(type));
    long max = limit(clause.maxLimit(), clause.max(), increment > 0 ? greatest(type) : -1);
    long start = orElse(clause.start(), increment > 0 ? min : max);
    boolean cycle = clause.cycle() != null && clause.cycle();
    long cache = orElse(clause.cache(), SequenceDef.Options.CACHE_DEFAULT);
    return checked(type, start, increment, min, max, cycle, cache);
  }

  /** The options of a sequence after a change. */
  static SequenceDef.Options alter(SequenceDef.Options old, SequenceClause clause) {
    SqlTypeName type = type(clause, old.type());
    long increment = orElse(clause.increment(), old.increment());
    long min =
        clause.minLimit() == SequenceClause.Limit.NOT_GIVEN
            ? old.min()
            : limit(clause.minLimit(), clause.min(), increment > 0 ? 1 : least(type));
    long max =
        clause.maxLimit() == SequenceClause.Limit.NOT_GIVEN
            ? old.max()
            : limit(clause.maxLimit(), clause.max(), increment > 0 ? greatest(type) : -1);
    long start = orElse(clause.start(), old.start());
    boolean cycle = clause.cycle() == null ? old.cycle() : clause.cycle();
    return checked(type, start, increment, min, max, cycle, orElse(clause.cache(), old.cache()));
  }

  /** The type that numbers an identity column. */
  static SqlTypeName typeOf(ColumnType column, String name) {
    return switch (column.typeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT -> column.typeName();
      case DECIMAL -> {
        if (column.scale() != 0) {
          throw noInteger(name);
        }
        yield SqlTypeName.BIGINT;
      }
      default -> throw noInteger(name);
    };
  }

  private static SqlStateException noInteger(String name) {
    return SqlState.INVALID_TABLE_DEFINITION.failure(
        "identity column " + name + " must be of an integer type");
  }

  private static SqlTypeName type(SequenceClause clause, SqlTypeName otherwise) {
    return clause.type() == null
        ? otherwise
        : typeOf(DeclaredType.of(clause.type().withNullable(true)), "of the sequence");
  }

  private static long orElse(@Nullable Number given, long otherwise) {
    return given == null ? otherwise : given.longValue();
  }

  private static long limit(SequenceClause.Limit limit, @Nullable Long given, long otherwise) {
    return limit == SequenceClause.Limit.GIVEN ? orElse(given, otherwise) : otherwise;
  }

  private static SequenceDef.Options checked(
      SqlTypeName type, long start, long increment, long min, long max, boolean cycle, long cache) {
    require(increment != 0, "INCREMENT BY 0 leads nowhere");
    require(min >= least(type) && max <= greatest(type), "limits are beyond those of " + type);
    require(min <= max, "MINVALUE " + min + " is greater than MAXVALUE " + max);
    require(start >= min && start <= max, "START WITH " + start + " is not within the limits");
    require(cache >= 1 && cache <= Integer.MAX_VALUE, "CACHE " + cache + " is out of range");
    return new SequenceDef.Options(type, start, increment, min, max, cycle, (int) cache);
  }

  /** Fails unless a sequence can go on with a number. */
  static long restart(SequenceDef.Options options, @Nullable Long given) {
    long number = orElse(given, options.start());
    require(
        number >= options.min() && number <= options.max(),
        "RESTART WITH " + number + " is not within the limits");
    return number;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw SqlState.INVALID_PARAMETER.failure("wrong sequence options: " + message);
    }
  }

  private static long least(SqlTypeName type) {
    return -greatest(type) - 1;
  }

  private static long greatest(SqlTypeName type) {
    return switch (type) {
      case TINYINT -> Byte.MAX_VALUE;
      case SMALLINT -> Short.MAX_VALUE;
      case INTEGER -> Integer.MAX_VALUE;
      default -> Long.MAX_VALUE;
    };
  }
}
