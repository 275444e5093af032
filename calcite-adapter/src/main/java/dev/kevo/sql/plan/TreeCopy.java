package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Copies a part of a statement that is checked more than once: the validator rewrites in place. */
final class TreeCopy extends SqlShuttle {
  private TreeCopy() {}

  static SqlNode of(SqlNode node) {
    return Objects.requireNonNull(node.accept(new TreeCopy()));
  }

  static @Nullable SqlNode ofNullable(@Nullable SqlNode node) {
    return node == null ? null : of(node);
  }

  static SqlNodeList of(SqlNodeList list) {
    List<@Nullable SqlNode> items = new ArrayList<>();
    for (SqlNode item : list) {
      items.add(ofNullable(item));
    }
    return new SqlNodeList(items, list.getParserPosition());
  }

  @Override
  public SqlNode visit(SqlIdentifier id) {
    return id.clone(id.getParserPosition());
  }

  @Override
  public SqlNode visit(SqlNodeList list) {
    return of(list);
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    CallCopyingArgHandler copy = new CallCopyingArgHandler(call, true);
    call.getOperator().acceptCall(this, call, false, copy);
    return copy.result();
  }
}
