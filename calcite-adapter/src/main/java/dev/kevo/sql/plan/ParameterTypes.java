package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * What the calls around a statement's parameters say of their types. The validator asks before
 * Calcite's own inference, which knows nothing of most functions, and which takes the copies that a
 * rewrite makes of one parameter ({@code COALESCE(?, 1)} is {@code CASE WHEN ? IS NOT NULL THEN ?
 * ELSE 1 END}) for several.
 */
final class ParameterTypes {
  /** Functions of one number, or whose first operand is one. */
  private static final Set<String> OF_NUMBERS =
      Set.of(
          "ABS",
          "AVG",
          "CEIL",
          "EXP",
          "FLOOR",
          "LN",
          "LOG10",
          "POWER",
          "ROUND",
          "SIGN",
          "SQRT",
          "SUM",
          "TRUNCATE");

  /** Functions whose operands, and mostly result, are of one type. */
  private static final Set<String> OF_ONE_TYPE =
      Set.of("ARRAY", "COALESCE", "GREATEST", "IFNULL", "LEAST", "MOD", "NULLIF", "NVL", "%");

  /** Functions whose operands from the second on count something. */
  private static final Set<String> OF_COUNTS =
      Set.of("LAG", "LEAD", "NTH_VALUE", "ROUND", "SUBSTRING", "TRUNCATE");

  private final RelDataTypeFactory types;
  private final Map<Integer, RelDataType> known = new HashMap<>();
  private final Map<Integer, Set<SqlDynamicParam>> taken = new HashMap<>();

  ParameterTypes(RelDataTypeFactory types) {
    this.types = types;
  }

  /** Gives the type of an expression, or null if nothing says it yet. */
  interface Operands {
    @Nullable RelDataType type(SqlNode operand);
  }

  /** The type that a parameter was found to have, if it was. */
  @Nullable RelDataType known(SqlDynamicParam parameter) {
    return known.get(parameter.getIndex());
  }

  /**
   * Says the type of a parameter.
   *
   * @return other copies of it, for which a type had to be taken before this was known
   */
  Set<SqlDynamicParam> found(SqlDynamicParam parameter, RelDataType type) {
    known.putIfAbsent(parameter.getIndex(), type);
    Set<SqlDynamicParam> copies = taken.remove(parameter.getIndex());
    return copies == null ? Set.of() : copies;
  }

  /** Says that a type was taken for a parameter of which nothing says it. */
  void taken(SqlDynamicParam parameter) {
    taken.computeIfAbsent(parameter.getIndex(), index -> new HashSet<>()).add(parameter);
  }

  /** The type of a parameter that is an operand of a call, or null if the call does not say it. */
  @Nullable RelDataType of(SqlCall call, int place, Operands operands) {
    String name = call.getOperator().getName();
    List<SqlNode> list = call.getOperandList();
    if (place == 0 && call.getKind() == SqlKind.MINUS_PREFIX) {
      return type(SqlTypeName.DOUBLE);
    }
    if (list.size() == 2
        && (call.getKind() == SqlKind.TIMES || (call.getKind() == SqlKind.DIVIDE && place == 1))) {
      RelDataType other = operands.type(list.get(1 - place));
      return other != null && SqlTypeName.INTERVAL_TYPES.contains(other.getSqlTypeName())
          ? type(SqlTypeName.INTEGER)
          : null;
    }
    if (list.size() == 2 && place == 1 && call.getKind() == SqlKind.MINUS) {
      RelDataType other = operands.type(list.get(0));
      return other != null && other.getSqlTypeName() == SqlTypeName.DATE
          ? type(SqlTypeName.INTEGER)
          : null;
    }
    if (OF_ONE_TYPE.contains(name) || call.getOperator() instanceof SqlLikeOperator) {
      return firstKnown(list, operands);
    }
    return switch (name) {
      case "IF" -> place == 0 ? type(SqlTypeName.BOOLEAN) : firstKnown(rest(list), operands);
      case "NVL2" -> place == 0 ? null : firstKnown(rest(list), operands);
      case "DECODE" -> firstKnown(alike(list, place), operands);
      case "EXTRACT" -> type(SqlTypeName.TIMESTAMP);
      case "TIMESTAMPADD" -> type(place == 1 ? SqlTypeName.INTEGER : SqlTypeName.TIMESTAMP);
      case "TIMESTAMPDIFF" -> type(SqlTypeName.TIMESTAMP);
      case "CEIL", "FLOOR" -> type(list.size() == 1 ? SqlTypeName.DOUBLE : SqlTypeName.TIMESTAMP);
      default ->
          place == 0 && OF_NUMBERS.contains(name)
              ? type(SqlTypeName.DOUBLE)
              : place > 0 && OF_COUNTS.contains(name) ? type(SqlTypeName.INTEGER) : null;
    };
  }

  /**
   * The type of the first of some expressions of which something says it. The length of a text
   * limits no other one.
   */
  @Nullable RelDataType firstKnown(List<SqlNode> list, Operands operands) {
    for (SqlNode operand : list) {
      RelDataType type = operands.type(operand);
      if (type != null) {
        return SqlTypeUtil.inCharFamily(type) ? type(SqlTypeName.VARCHAR) : type;
      }
    }
    return null;
  }

  /** The operands of a DECODE that are of one type with another: what it compares, or results. */
  private static List<SqlNode> alike(List<SqlNode> list, int place) {
    int last = list.size() - 1;
    List<SqlNode> compared = new ArrayList<>(List.of(list.get(0)));
    List<SqlNode> results = new ArrayList<>();
    for (int i = 1; i <= last; i++) {
      (i % 2 == 1 && i < last ? compared : results).add(list.get(i));
    }
    return compared.contains(list.get(place)) ? compared : results;
  }

  private static List<SqlNode> rest(List<SqlNode> list) {
    return list.subList(1, list.size());
  }

  private RelDataType type(SqlTypeName name) {
    return types.createSqlType(name);
  }
}
