package dev.kevo.sql.plan;

import dev.kevo.sql.exec.KeyBounds;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Key bounds as people read them in a plan. */
final class BoundsText {
  private static final int BOXES_SHOWN = 4;

  private final KeyBounds bounds;
  private final List<RexNode> operands;

  private BoundsText(KeyBounds bounds, List<RexNode> operands) {
    this.bounds = bounds;
    this.operands = operands;
  }

  /** The bounds as a condition, shortened if there are many. */
  static String of(@Nullable KeyBounds bounds, List<RexNode> operands) {
    if (bounds == null) {
      return "";
    }
    BoundsText text = new BoundsText(bounds, operands);
    List<String> boxes = new ArrayList<>();
    for (KeyBounds.Box box : bounds.boxes()) {
      if (boxes.size() == BOXES_SHOWN) {
        boxes.add("... " + bounds.boxes().length + " in all");
        break;
      }
      boxes.add(text.box(box));
    }
    String all = String.join(" OR ", boxes);
    return bounds.skipped() == 0 ? all : text.skippedColumns() + ": " + all;
  }

  private String skippedColumns() {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < bounds.skipped(); i++) {
      columns.add(column(i));
    }
    return "each " + String.join(", ", columns);
  }

  private String box(KeyBounds.Box box) {
    List<String> parts = new ArrayList<>();
    int first = bounds.skipped();
    int next = first + box.equal().length;
    for (int i = first; i < next; i++) {
      parts.add(column(i) + " = " + value(box.equal()[i - first]));
    }
    for (KeyBounds.Bound lower : box.lowers()) {
      parts.add(bound(lower, next, lower.inclusive() ? " >= " : " > "));
    }
    for (KeyBounds.Bound upper : box.uppers()) {
      parts.add(bound(upper, next, upper.inclusive() ? " <= " : " < "));
    }
    if (box.like() >= 0) {
      parts.add(column(next) + " LIKE " + value(box.like()));
    }
    return String.join(" AND ", parts);
  }

  private String bound(KeyBounds.Bound bound, int first, String operator) {
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < bound.operands().length; i++) {
      columns.add(column(first + i));
      values.add(value(bound.operands()[i]));
    }
    return columns.size() == 1
        ? columns.get(0) + operator + values.get(0)
        : "(" + String.join(", ", columns) + ")" + operator + "(" + String.join(", ", values) + ")";
  }

  private String value(int operand) {
    RexNode expression = operands.get(operand);
    if (expression instanceof RexLiteral literal && Literals.isSupported(literal)) {
      Object value = Literals.value(literal);
      return value instanceof String
          ? "'" + value + "'"
          : value instanceof Number && isNumber(literal) ? value.toString() : literal.toString();
    }
    return expression.toString();
  }

  private static boolean isNumber(RexLiteral literal) {
    return SqlTypeName.NUMERIC_TYPES.contains(literal.getType().getSqlTypeName());
  }

  private String column(int keyColumn) {
    return bounds.space().keyName(keyColumn);
  }
}
