package dev.kevo.sql.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.junit.jupiter.api.Test;

/** The list of functions against the Calcite that is there. */
final class AllowedFunctionsTest {
  /** What this Calcite has and nobody may use. */
  private static final Set<String> REFUSED =
      Set.of(
          "ACOSD",
          "AGE",
          "APPROX_COUNT_DISTINCT",
          "ARG_MAX",
          "ARG_MIN",
          "ARRAY_CONCAT_AGG",
          "ASIND",
          "ATAND",
          "COSD",
          "COTH",
          "CSC",
          "CSCH",
          "CURRENT_CATALOG",
          "CURRENT_PATH",
          "CURRENT_ROLE",
          "DESCRIPTOR",
          "FUSION",
          "HOP",
          "HOP_END",
          "HOP_START",
          "INTERSECTION",
          "JSON_STORAGE_SIZE",
          "LEFTSHIFT",
          "PERCENTILE_CONT",
          "PERCENTILE_DISC",
          "SEC",
          "SECH",
          "SESSION",
          "SESSION_END",
          "SESSION_START",
          "SIND",
          "TAND",
          "TUMBLE",
          "TUMBLE_END",
          "TUMBLE_START",
          "TYPEOF",
          "VARIANTNULL");

  @Test
  void everyFunctionOfCalciteIsEitherAllowedOrRefused() {
    Set<String> unknown = new TreeSet<>();
    Set<String> missing = new TreeSet<>(AllowedFunctions.NAMES);
    for (SqlOperator operator :
        SqlLibraryOperatorTableFactory.INSTANCE
            .getOperatorTable(EnumSet.of(SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL))
            .getOperatorList()) {
      missing.remove(operator.getName());
      if (isFunction(operator)
          && !operator.getName().startsWith("$")
          && !AllowedFunctions.NAMES.contains(operator.getName())
          && !REFUSED.contains(operator.getName())) {
        unknown.add(operator.getName());
      }
    }
    missing.removeAll(Set.of("RANDOM_UUID", "GEN_RANDOM_UUID"));
    assertEquals(Set.of(), unknown);
    assertEquals(Set.of(), missing);
  }

  private static boolean isFunction(SqlOperator operator) {
    return switch (operator.getSyntax()) {
      case FUNCTION, FUNCTION_ID, FUNCTION_ID_CONSTANT, FUNCTION_STAR, ORDERED_FUNCTION -> true;
      default -> false;
    };
  }
}
