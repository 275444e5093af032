package dev.kevo.sql.parser.ddl;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A statement that defines something, or a clause of one. It is carried out as it was parsed;
 * Calcite validates at most the queries and expressions in it. Its operands are those, so that
 * their depth is limited like that of others.
 */
public abstract class DefinitionNode extends SqlCall {
  private final SqlOperator operator;
  private final List<SqlNode> operands;

  DefinitionNode(SqlParserPos pos, String words, List<? extends @Nullable SqlNode> operands) {
    super(pos);
    this.operator = operator(words);
    this.operands = present(operands);
  }

  static SqlOperator operator(String words) {
    return new SqlSpecialOperator(words, SqlKind.OTHER_DDL);
  }

  static List<SqlNode> present(List<? extends @Nullable SqlNode> nodes) {
    List<SqlNode> present = new ArrayList<>();
    for (SqlNode node : nodes) {
      if (node != null) {
        present.add(node);
      }
    }
    return List.copyOf(present);
  }

  static void write(SqlWriter writer, SqlOperator operator, List<SqlNode> operands) {
    writer.keyword(operator.getName());
    operands.forEach(operand -> operand.unparse(writer, 0, 0));
  }

  @Override
  public final SqlOperator getOperator() {
    return operator;
  }

  @Override
  public final List<SqlNode> getOperandList() {
    return operands;
  }

  @Override
  public final void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    write(writer, operator, operands);
  }
}
