package dev.kevo.sql.plan;

import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.parser.KevoParser;
import dev.kevo.sql.types.SqlState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.jspecify.annotations.Nullable;

/**
 * Turns expressions over the columns of one row, such as checks and the keys of indexes, into what
 * evaluates them. For one thread.
 */
final class RowExpressions {
  private final SqlValidator validator;
  private final SqlToRelConverter converter;
  private final RelOptCluster cluster;

  RowExpressions(SqlValidator validator, SqlToRelConverter converter) {
    this.validator = validator;
    this.converter = converter;
    this.cluster = converter.getCluster();
  }

  /** The tree of an expression's text over the columns of a row. */
  RexNode parse(String sql, RelDataType rowType) {
    return convert(KevoParser.parseExpression(sql), rowType);
  }

  /**
   * The tree of an expression over the columns of a row.
   *
   * @throws dev.kevo.sql.types.SqlStateException 0A000 if it has parameters, queries, aggregates
   */
  RexNode convert(SqlNode expression, RelDataType rowType) {
    expression.accept(new Refusal());
    Map<String, RelDataType> types = new HashMap<>();
    Map<String, RexNode> columns = new HashMap<>();
    for (RelDataTypeField field : rowType.getFieldList()) {
      types.put(field.getName(), field.getType());
      columns.put(field.getName(), new RexInputRef(field.getIndex(), field.getType()));
    }
    SqlNode valid =
        validator.validateParameterizedExpression(
            UsualFunctions.rewrite(expression.clone(SqlParserPos.ZERO)), types);
    // Only now functions are known for what they are.
    valid.accept(new Refusal());
    RexNode rex = converter.convertExpression(valid, columns);
    if (RexOver.containsOver(rex)) {
      throw SqlState.NOT_SUPPORTED.failure("a row's expression cannot have window functions");
    }
    RelNode row = LogicalValues.createEmpty(cluster, rowType);
    RelNode project =
        LogicalProject.create(row, List.of(), List.of(rex), List.of("E"), Set.of())
            .accept(new PaddedComparisons(cluster.getRexBuilder()))
            .accept(new CheckedArithmetic(cluster.getRexBuilder()));
    return ((Project) project).getProjects().get(0);
  }

  /** Refuses what depends on more than the row. */
  private static final class Refusal extends SqlBasicVisitor<Void> {
    @Override
    public @Nullable Void visit(SqlCall call) {
      if (call.isA(SqlKind.QUERY) || call.getOperator().isAggregator()) {
        throw SqlState.NOT_SUPPORTED.failure(
            "a row's expression cannot have queries or aggregates");
      }
      return super.visit(call);
    }

    @Override
    public @Nullable Void visit(SqlDynamicParam param) {
      throw SqlState.NOT_SUPPORTED.failure("a row's expression cannot have parameters");
    }
  }

  /** What evaluates a tree: without generated code if it is simple. */
  Scalar compile(RexNode expression, RelDataType rowType) {
    Scalar scalar = new ScalarCompiler(cluster.getRexBuilder()).compile(expression);
    return scalar != null ? scalar : GeneratedScalars.of(expression, rowType, cluster);
  }
}
