package dev.kevo.sql.plan;

import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeCoercionRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Makes the values of a change fit for {@link dev.kevo.sql.types.ColumnValues}, which converts
 * numbers and text by itself and names the column that they do not fit. Values of other types,
 * whose representation does not tell their type, are cast.
 */
final class AssignedColumns {
  private AssignedColumns() {}

  /**
   * The same rows, with some columns cast where they must be.
   *
   * @param from the first column that is assigned
   * @param targets the types of what they are assigned to
   * @param names the names of what they are assigned to
   */
  static RelNode cast(RelNode rel, int from, List<RelDataType> targets, List<String> names) {
    RexBuilder rexBuilder = rel.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>(rexBuilder.identityProjects(rel.getRowType()));
    boolean changed = false;
    for (int i = 0; i < targets.size(); i++) {
      RexNode column = columns.get(from + i);
      RelDataType target = targets.get(i);
      check(column.getType(), target, names.get(i));
      if (mustCast(column.getType().getSqlTypeName(), target.getSqlTypeName())) {
        columns.set(from + i, rexBuilder.makeCast(unlimited(rexBuilder, target), column));
        changed = true;
      }
    }
    return changed
        ? LogicalProject.create(rel, List.of(), columns, rel.getRowType().getFieldNames(), Set.of())
        : rel;
  }

  /**
   * The same rows with plain NULLs where a value is NULL or the DEFAULT of a column that has none.
   * For a NOT NULL column Calcite casts them to its type, of which generated code makes a 0. The
   * rows of VALUES are a union of projections.
   */
  static RelNode withPlainNulls(RelNode rel) {
    if (rel instanceof Union union) {
      List<RelNode> inputs = new ArrayList<>();
      for (RelNode input : union.getInputs()) {
        inputs.add(withPlainNulls(input));
      }
      return inputs.equals(union.getInputs()) ? union : union.copy(union.getTraitSet(), inputs);
    }
    if (!(rel instanceof Project project)) {
      return rel;
    }
    RelNode input = withPlainNulls(project.getInput());
    RexBuilder rexBuilder = rel.getCluster().getRexBuilder();
    List<RexNode> values = new PlainNulls(rexBuilder, input).apply(project.getProjects());
    return input == project.getInput() && values == project.getProjects()
        ? project
        : project.copy(
            project.getTraitSet(),
            input,
            values,
            RexUtil.createStructType(
                rel.getCluster().getTypeFactory(),
                values,
                project.getRowType().getFieldNames(),
                null));
  }

  /** Expressions with plain NULLs, over an input whose columns may have become nullable by that. */
  private static final class PlainNulls extends RexShuttle {
    private final RexBuilder rexBuilder;
    private final RelNode input;

    PlainNulls(RexBuilder rexBuilder, RelNode input) {
      this.rexBuilder = rexBuilder;
      this.input = input;
    }

    @Override
    public RexNode visitInputRef(RexInputRef ref) {
      RelDataType type = input.getRowType().getFieldList().get(ref.getIndex()).getType();
      return type.equals(ref.getType()) ? ref : new RexInputRef(ref.getIndex(), type);
    }

    @Override
    public RexNode visitCall(RexCall call) {
      RexNode value = call;
      while (value.getKind() == SqlKind.CAST) {
        value = ((RexCall) value).getOperands().get(0);
      }
      return value.getKind() == SqlKind.DEFAULT || RexLiteral.isNullLiteral(value)
          ? rexBuilder.makeNullLiteral(unlimited(rexBuilder, call.getType()))
          : super.visitCall(call);
    }
  }

  /**
   * The rows of VALUES with casts that name their columns. Where a row has more than literals,
   * Calcite casts each value to its column's type, and an error would be about "CAST".
   *
   * @param names by column, null for one that is assigned to nothing
   */
  static RelNode withNamedCasts(RelNode rel, List<@Nullable String> names) {
    if (rel instanceof Union union) {
      List<RelNode> inputs = new ArrayList<>();
      for (RelNode input : union.getInputs()) {
        inputs.add(withNamedCasts(input, names));
      }
      return union.copy(union.getTraitSet(), inputs);
    }
    if (!(rel instanceof Project project)) {
      return rel;
    }
    int inputColumns = project.getInput().getRowType().getFieldCount();
    @Nullable String[] inputNames = new String[inputColumns];
    List<RexNode> values = new ArrayList<>(project.getProjects());
    for (int i = 0; i < values.size(); i++) {
      String name = names.get(i);
      if (name != null && values.get(i) instanceof RexInputRef ref) {
        inputNames[ref.getIndex()] = name;
      } else if (name != null && values.get(i) instanceof RexCall call && isLossyCast(call)) {
        values.set(i, forColumn(call, name, rel.getCluster().getRexBuilder()));
      }
    }
    return project.copy(
        project.getTraitSet(),
        withNamedCasts(project.getInput(), Arrays.asList(inputNames)),
        values,
        project.getRowType());
  }

  private static RexNode forColumn(RexCall cast, String column, RexBuilder rexBuilder) {
    return rexBuilder.makeCall(
        cast.getType(),
        Functions.FOR_COLUMN,
        List.of(cast.getOperands().get(0), rexBuilder.makeLiteral(column)));
  }

  private static boolean isLossyCast(RexCall call) {
    if (call.getKind() != SqlKind.CAST || call.getOperands().size() > 1) {
      return false;
    }
    RelDataType from = call.getOperands().get(0).getType();
    RelDataType to = call.getType();
    return ColumnType.isSupported(from)
        && ColumnType.isSupported(to)
        && !Widening.isLossless(from, to);
  }

  private static void check(RelDataType source, RelDataType target, String name) {
    if (!SqlTypeUtil.canCastFrom(target, source, SqlTypeCoercionRule.instance())) {
      throw SqlState.TYPE_MISMATCH.failure(
          "column " + name + " is of type " + target + ", its new value of type " + source);
    }
  }

  private static boolean mustCast(SqlTypeName source, SqlTypeName target) {
    return source != target
        && source != SqlTypeName.NULL
        && !SqlTypeName.CHAR_TYPES.contains(source)
        && !SqlTypeName.NUMERIC_TYPES.contains(source)
        && !(SqlTypeName.BINARY_TYPES.contains(source)
            && SqlTypeName.BINARY_TYPES.contains(target));
  }

  /** Texts are cut to no length, so that the change can refuse those that are too long. */
  private static RelDataType unlimited(RexBuilder rexBuilder, RelDataType target) {
    return SqlTypeName.CHAR_TYPES.contains(target.getSqlTypeName())
        ? rexBuilder
            .getTypeFactory()
            .createTypeWithNullability(
                rexBuilder.getTypeFactory().createSqlType(SqlTypeName.VARCHAR), true)
        : rexBuilder.getTypeFactory().createTypeWithNullability(target, true);
  }
}
