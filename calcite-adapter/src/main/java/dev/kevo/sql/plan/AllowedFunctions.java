package dev.kevo.sql.plan;

import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/**
 * A table of operators of which statements may use those functions only that are on a list, so that
 * a new Calcite brings none that nobody has looked at. Operators that are no functions by their
 * syntax pass.
 */
record AllowedFunctions(SqlOperatorTable table) implements SqlOperatorTable {
  /** Functions that Calcite keeps for other dialects, and many people type. */
  static final List<SqlOperator> OF_OTHER_DIALECTS =
      List.of(
          SqlLibraryOperators.ARRAY,
          SqlLibraryOperators.DECODE,
          SqlLibraryOperators.GROUP_CONCAT,
          SqlLibraryOperators.IFNULL,
          SqlLibraryOperators.INSTR,
          SqlLibraryOperators.LOG2,
          SqlLibraryOperators.NVL,
          SqlLibraryOperators.POW,
          SqlLibraryOperators.REVERSE,
          SqlLibraryOperators.SPACE,
          SqlLibraryOperators.TRUNC_BIG_QUERY,
          SqlLibraryOperators.TRY_CAST);

  private static final Set<SqlSyntax> FUNCTIONS =
      Set.of(
          SqlSyntax.FUNCTION,
          SqlSyntax.FUNCTION_ID,
          SqlSyntax.FUNCTION_ID_CONSTANT,
          SqlSyntax.FUNCTION_STAR,
          SqlSyntax.ORDERED_FUNCTION);

  /** The functions of the standard and of PostgreSQL that may be used. */
  static final Set<String> NAMES =
      Set.of(
          // Numbers
          "ABS",
          "ACOS",
          "ACOSH",
          "ASIN",
          "ASINH",
          "ATAN",
          "ATAN2",
          "ATANH",
          "BITAND",
          "BITCOUNT",
          "BITNOT",
          "BITOR",
          "BITXOR",
          "CBRT",
          "CEIL",
          "COS",
          "COSH",
          "COT",
          "DEGREES",
          "EXP",
          "FLOOR",
          "LN",
          "LOG",
          "LOG10",
          "MOD",
          "PI",
          "POWER",
          "RADIANS",
          "RAND",
          "RANDOM",
          "RAND_INTEGER",
          "ROUND",
          "SIGN",
          "SIN",
          "SINH",
          "SQRT",
          "TAN",
          "TANH",
          "TRUNCATE",
          // Texts and bytes
          "ASCII",
          "CHARACTER_LENGTH",
          "CHAR_LENGTH",
          "CHR",
          "CONCAT",
          "CONCAT_WS",
          "CONVERT",
          "DIFFERENCE",
          "INITCAP",
          "LEFT",
          "LENGTH",
          "LOWER",
          "LPAD",
          "LTRIM",
          "MD5",
          "OCTET_LENGTH",
          "OVERLAY",
          "POSITION",
          "REGEXP_LIKE",
          "REGEXP_REPLACE",
          "REPEAT",
          "REPLACE",
          "RIGHT",
          "RPAD",
          "RTRIM",
          "SHA1",
          "SHA256",
          "SHA512",
          "SOUNDEX",
          "SPLIT_PART",
          "STARTS_WITH",
          "STRPOS",
          "SUBSTR",
          "SUBSTRING",
          "TO_CHAR",
          "TRANSLATE",
          "TRANSLATE3",
          "TRIM",
          "UPPER",
          // Dates and times
          "CURRENT_DATE",
          "CURRENT_TIME",
          "CURRENT_TIMESTAMP",
          "DATE_PART",
          "DAYOFMONTH",
          "DAYOFWEEK",
          "DAYOFYEAR",
          "EXTRACT",
          "HOUR",
          "LAST_DAY",
          "LOCALTIME",
          "LOCALTIMESTAMP",
          "MINUTE",
          "MONTH",
          "QUARTER",
          "SECOND",
          "TIMESTAMPADD",
          "TIMESTAMPDIFF",
          "TO_DATE",
          "TO_TIMESTAMP",
          "WEEK",
          "YEAR",
          // Choices and others
          "CAST",
          "COALESCE",
          "CURRENT_SCHEMA",
          "CURRENT_USER",
          "GEN_RANDOM_UUID",
          "GREATEST",
          "LEAST",
          "NEXT_VALUE",
          "NULLIF",
          "RANDOM_UUID",
          "SESSION_USER",
          "SYSTEM_USER",
          "USER",
          // Arrays and JSON
          "CARDINALITY",
          "ELEMENT",
          "JSON_ARRAY",
          "JSON_ARRAYAGG_ABSENT_ON_NULL",
          "JSON_DEPTH",
          "JSON_EXISTS",
          "JSON_INSERT",
          "JSON_KEYS",
          "JSON_LENGTH",
          "JSON_OBJECT",
          "JSON_OBJECTAGG_NULL_ON_NULL",
          "JSON_PRETTY",
          "JSON_QUERY",
          "JSON_REMOVE",
          "JSON_REPLACE",
          "JSON_SET",
          "JSON_TYPE",
          "JSON_VALUE",
          "STRING_TO_ARRAY",
          // Aggregates
          "ANY_VALUE",
          "ARRAY_AGG",
          "AVG",
          "BIT_AND",
          "BIT_OR",
          "BIT_XOR",
          "BOOL_AND",
          "BOOL_OR",
          "COLLECT",
          "COUNT",
          "COVAR_POP",
          "COVAR_SAMP",
          "EVERY",
          "GROUPING",
          "GROUPING_ID",
          "GROUP_ID",
          "LISTAGG",
          "MAX",
          "MIN",
          "MODE",
          "REGR_COUNT",
          "REGR_SXX",
          "REGR_SYY",
          "SINGLE_VALUE",
          "SOME",
          "STDDEV",
          "STDDEV_POP",
          "STDDEV_SAMP",
          "STRING_AGG",
          "SUM",
          "VARIANCE",
          "VAR_POP",
          "VAR_SAMP",
          // Windows
          "CUME_DIST",
          "DENSE_RANK",
          "FIRST_VALUE",
          "LAG",
          "LAST_VALUE",
          "LEAD",
          "NTH_VALUE",
          "NTILE",
          "PERCENT_RANK",
          "RANK",
          "ROW_NUMBER",
          // MATCH_RECOGNIZE
          "CLASSIFIER",
          "FIRST",
          "LAST",
          "MATCH_NUMBER",
          "NEXT",
          "PREV");

  @Override
  public void lookupOperatorOverloads(
      SqlIdentifier name,
      @Nullable SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> found,
      SqlNameMatcher matcher) {
    int before = found.size();
    table.lookupOperatorOverloads(name, category, syntax, found, matcher);
    found.subList(before, found.size()).removeIf(operator -> !isAllowed(operator));
  }

  @Override
  public List<SqlOperator> getOperatorList() {
    return table.getOperatorList().stream().filter(AllowedFunctions::isAllowed).toList();
  }

  private static boolean isAllowed(SqlOperator operator) {
    return !FUNCTIONS.contains(operator.getSyntax()) || NAMES.contains(operator.getName());
  }
}
