package dev.kevo.sql.plan;

import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.TableScan;
import dev.kevo.sql.table.TypedTable;
import dev.kevo.sql.vector.Aggregate;
import dev.kevo.sql.vector.Aggregated;
import dev.kevo.sql.vector.BatchSource;
import dev.kevo.sql.vector.ColumnReference;
import dev.kevo.sql.vector.Concatenated;
import dev.kevo.sql.vector.Constant;
import dev.kevo.sql.vector.Filtered;
import dev.kevo.sql.vector.Joined;
import dev.kevo.sql.vector.Lane;
import dev.kevo.sql.vector.Limited;
import dev.kevo.sql.vector.ListedBatches;
import dev.kevo.sql.vector.Lookup;
import dev.kevo.sql.vector.LookupJoined;
import dev.kevo.sql.vector.Projected;
import dev.kevo.sql.vector.RowBatches;
import dev.kevo.sql.vector.ScanBatches;
import dev.kevo.sql.vector.SortKey;
import dev.kevo.sql.vector.Sorted;
import dev.kevo.sql.vector.VectorExpression;
import dev.kevo.sql.vector.VectorType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/** Makes the operators on columns of a tree whose scans are absorbed. */
final class VectorPlans {
  private final RexBuilder rexBuilder;
  private final VectorExpressions expressions;
  private final ScalarCompiler scalars;
  private final LookupChoice lookups;
  private final OperatorText text;

  /**
   * With a place to describe the operators.
   *
   * @param text may put others in their places
   */
  VectorPlans(RelOptCluster cluster, OperatorText text) {
    this.text = text;
    this.rexBuilder = cluster.getRexBuilder();
    this.expressions = new VectorExpressions(cluster);
    this.scalars = new ScalarCompiler(rexBuilder);
    this.lookups = new LookupChoice(expressions);
  }

  /** The operators of a tree, or null if some node has none. */
  @Nullable BatchSource find(RelNode rel) {
    BatchSource found = operator(rel);
    return found == null ? null : text.note(rel, found);
  }

  private @Nullable BatchSource operator(RelNode rel) {
    if (rel instanceof KevoScan scan) {
      return scan(scan);
    }
    if (rel instanceof Values values) {
      return values(values);
    }
    if (rel instanceof Filter filter) {
      return filter(filter);
    }
    if (rel instanceof Project project) {
      return project(project);
    }
    if (rel instanceof Sort sort) {
      return sort(sort);
    }
    if (rel instanceof org.apache.calcite.rel.core.Aggregate aggregate) {
      return aggregate(aggregate);
    }
    if (rel instanceof Join join) {
      return join(join);
    }
    return rel instanceof Union union ? union(union) : null;
  }

  private static List<VectorType> types(RelDataType row) {
    return row.getFieldList().stream().map(field -> VectorType.of(field.getType())).toList();
  }

  private @Nullable BatchSource scan(KevoScan scan) {
    Scalar[] operands = scalars.compile(scan.operands());
    if (operands == null) {
      return null;
    }
    TableScan read = scan.scan();
    List<VectorType> types = types(scan.getRowType());
    if (read.table() instanceof TypedTable table && read.readsRanges() && !readsRowId(read)) {
      return new ScanBatches(table, read, operands, types);
    }
    return new RowBatches(
        context -> read.open(context, Scalar.values(operands, context), Long.MAX_VALUE), types);
  }

  private static boolean readsRowId(TableScan scan) {
    int declared = scan.table().definition().columns().size();
    return Arrays.stream(scan.columns()).anyMatch(column -> column >= declared);
  }

  private @Nullable BatchSource values(Values values) {
    List<VectorType> types = types(values.getRowType());
    List<Scalar[]> rows = new ArrayList<>();
    for (List<RexLiteral> tuple : values.getTuples()) {
      Scalar[] row = new Scalar[tuple.size()];
      for (int i = 0; i < row.length; i++) {
        RexLiteral literal = tuple.get(i);
        if (!Literals.isSupported(literal)) {
          return null;
        }
        Object value = Literals.value(literal);
        if (types.get(i).isInteger() && value instanceof BigDecimal) {
          // A number that does not fit its column: the conversion to the column reports it.
          return null;
        }
        row[i] = (columns, context) -> value;
      }
      rows.add(row);
    }
    return new ListedBatches(rows, types);
  }

  private @Nullable BatchSource filter(Filter filter) {
    BatchSource input = find(filter.getInput());
    VectorExpression condition =
        input == null
            ? null
            : expressions.compile(filter.getCondition(), filter.getInput().getRowType());
    return input == null || condition == null ? null : new Filtered(input, condition);
  }

  private @Nullable BatchSource project(Project project) {
    BatchSource input = find(project.getInput());
    if (input == null) {
      return null;
    }
    if (RexUtil.isIdentity(project.getProjects(), project.getInput().getRowType())) {
      return input;
    }
    List<VectorExpression> compiled =
        expressions.compile(project.getProjects(), project.getInput().getRowType());
    return compiled == null ? null : new Projected(input, compiled);
  }

  private @Nullable BatchSource sort(Sort sort) {
    BatchSource input = find(sort.getInput());
    Scalar offset = sort.offset == null ? null : scalars.compile(sort.offset);
    Scalar fetch = sort.fetch == null ? null : scalars.compile(sort.fetch);
    if (input == null
        || (offset == null && sort.offset != null)
        || (fetch == null && sort.fetch != null)) {
      return null;
    }
    List<SortKey> keys = new ArrayList<>();
    for (RelFieldCollation collation : sort.getCollation().getFieldCollations()) {
      RelFieldCollation.NullDirection nulls =
          collation.nullDirection == RelFieldCollation.NullDirection.UNSPECIFIED
              ? collation.direction.defaultNullDirection()
              : collation.nullDirection;
      keys.add(
          new SortKey(
              collation.getFieldIndex(),
              collation.direction.isDescending(),
              nulls == RelFieldCollation.NullDirection.FIRST));
    }
    return keys.isEmpty()
        ? new Limited(input, offset, fetch)
        : new Sorted(input, keys, offset, fetch);
  }

  private @Nullable BatchSource aggregate(org.apache.calcite.rel.core.Aggregate aggregate) {
    BatchSource input = find(aggregate.getInput());
    if (input == null
        || aggregate.getGroupType() != org.apache.calcite.rel.core.Aggregate.Group.SIMPLE) {
      return null;
    }
    int[] groups = aggregate.getGroupSet().toArray();
    List<Aggregate> aggregates = new ArrayList<>();
    List<VectorExpression> columns = new ArrayList<>();
    for (int group : groups) {
      columns.add(new ColumnReference(columns.size(), input.types().get(group)));
    }
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (call.getAggregation().getKind() == SqlKind.LITERAL_AGG) {
        Scalar literal = scalars.compile(call.rexList.get(0));
        if (literal == null) {
          return null;
        }
        columns.add(new Constant(literal, VectorType.of(call.getType())));
        continue;
      }
      Aggregate each = aggregate(call, input.types());
      if (each == null) {
        return null;
      }
      columns.add(new ColumnReference(groups.length + aggregates.size(), each.type()));
      aggregates.add(each);
    }
    Aggregated grouped = new Aggregated(input, groups, aggregates);
    boolean literals = aggregates.size() < aggregate.getAggCallList().size();
    return literals ? new Projected(grouped, columns) : grouped;
  }

  private static @Nullable Aggregate aggregate(AggregateCall call, List<VectorType> types) {
    Aggregate.Function function =
        switch (call.getAggregation().getKind()) {
          case COUNT -> Aggregate.Function.COUNT;
          case SUM -> Aggregate.Function.SUM;
          case SUM0 -> Aggregate.Function.SUM0;
          case MIN -> Aggregate.Function.MIN;
          case MAX -> Aggregate.Function.MAX;
          case SINGLE_VALUE -> Aggregate.Function.SINGLE_VALUE;
          case ANY_VALUE -> Aggregate.Function.ANY_VALUE;
          default -> null;
        };
    int arguments = call.getArgList().size();
    if (function == null
        || arguments > 1
        || call.distinctKeys != null
        || !call.getCollation().getFieldCollations().isEmpty()) {
      return null;
    }
    int argument = arguments == 0 ? -1 : call.getArgList().get(0);
    VectorType argumentType = argument < 0 ? null : types.get(argument);
    VectorType type = VectorType.of(call.getType());
    return isPossible(function, argumentType, type)
        ? new Aggregate(function, argument, argumentType, call.filterArg, call.isDistinct(), type)
        : null;
  }

  private static boolean isPossible(
      Aggregate.Function function, @Nullable VectorType argument, VectorType type) {
    if (function == Aggregate.Function.COUNT) {
      return true;
    }
    if (argument == null) {
      return false;
    }
    return switch (function) {
      case SUM, SUM0 ->
          type.isExact()
              ? argument.isExact()
              : argument.lane() == Lane.DOUBLE && type.lane() == Lane.DOUBLE;
      default ->
          argument.lane() == type.lane()
                  && argument.scale() == type.scale()
                  && argument.lane() != Lane.OBJECT
              || argument.equals(type);
    };
  }

  private @Nullable BatchSource join(Join join) {
    Joined.Kind kind =
        switch (join.getJoinType()) {
          case INNER -> Joined.Kind.INNER;
          case LEFT -> Joined.Kind.LEFT;
          case RIGHT -> Joined.Kind.RIGHT;
          case FULL -> Joined.Kind.FULL;
          case SEMI -> Joined.Kind.SEMI;
          case ANTI -> Joined.Kind.ANTI;
          default -> null;
        };
    JoinInfo info =
        JoinInfo.createWithStrictEquality(join.getLeft(), join.getRight(), join.getCondition());
    BatchSource left = kind == null ? null : find(join.getLeft());
    BatchSource right = left == null ? null : find(join.getRight());
    if (kind == null || left == null || right == null || !haveSameTypes(info, left, right)) {
      return null;
    }
    BatchSource lookedUp = lookedUp(join, kind, left, right, info);
    if (lookedUp != null) {
      return lookedUp;
    }
    if (kind == Joined.Kind.INNER && rows(join.getLeft()) < rows(join.getRight())) {
      return swapped(join, left, right, info, null);
    }
    VectorExpression condition = null;
    if (!info.isEqui()) {
      condition =
          expressions.compile(
              RexUtil.composeConjunction(rexBuilder, info.nonEquiConditions), both(join));
      if (condition == null) {
        return null;
      }
    }
    return text.noteJoin(
        join,
        new Joined(
            kind, left, right, info.leftKeys.toIntArray(), info.rightKeys.toIntArray(), condition));
  }

  /** The join with one side looked up; null if that does not pay. */
  private @Nullable BatchSource lookedUp(
      Join join, Joined.Kind kind, BatchSource left, BatchSource right, JoinInfo info) {
    if (kind == Joined.Kind.FULL) {
      return null;
    }
    LookupChoice.Chosen chosen =
        kind == Joined.Kind.RIGHT
            ? null
            : lookups.choose(join.getRight(), rows(join.getLeft()), info.leftKeys, info.rightKeys);
    if (chosen != null) {
      VectorExpression condition = null;
      if (!info.isEqui()) {
        condition = expressions.compile(info.getRemaining(rexBuilder), both(join));
        if (condition == null) {
          return null;
        }
      }
      text.noteLookup(chosen);
      return text.noteJoin(
          join,
          new LookupJoined(
              kind,
              left,
              chosen.lookup(),
              info.leftKeys.toIntArray(),
              info.rightKeys.toIntArray(),
              condition));
    }
    if (kind != Joined.Kind.INNER && kind != Joined.Kind.RIGHT) {
      return null;
    }
    LookupChoice.Chosen other =
        lookups.choose(join.getLeft(), rows(join.getRight()), info.rightKeys, info.leftKeys);
    if (other == null) {
      return null;
    }
    text.noteLookup(other);
    return swapped(join, left, right, info, other.lookup());
  }

  private static double rows(RelNode rel) {
    Double rows = rel.getCluster().getMetadataQuery().getRowCount(rel);
    return rows == null ? Double.MAX_VALUE : rows;
  }

  /** The columns of both inputs, which a semi-join's own row type lacks. */
  private RelDataType both(Join join) {
    return rexBuilder
        .getTypeFactory()
        .builder()
        .addAll(join.getLeft().getRowType().getFieldList())
        .addAll(join.getRight().getRowType().getFieldList())
        .build();
  }

  private static boolean haveSameTypes(JoinInfo info, BatchSource left, BatchSource right) {
    for (int i = 0; i < info.leftKeys.size(); i++) {
      VectorType a = left.types().get(info.leftKeys.get(i));
      VectorType b = right.types().get(info.rightKeys.get(i));
      boolean same =
          a.lane() == b.lane()
              && a.scale() == b.scale()
              && a.isExact() == b.isExact()
              && a.isText() == b.isText();
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /**
   * The same join with the left input kept or looked up, and its columns in their places again.
   *
   * @param lookup looks the left input up; null to keep it
   */
  private @Nullable BatchSource swapped(
      Join join, BatchSource left, BatchSource right, JoinInfo info, @Nullable Lookup lookup) {
    int leftWidth = left.types().size();
    int rightWidth = right.types().size();
    VectorExpression condition = null;
    if (!info.isEqui()) {
      RexNode turned =
          RexUtil.composeConjunction(rexBuilder, info.nonEquiConditions)
              .accept(new TurnedColumns(leftWidth, rightWidth));
      RelDataType row =
          rexBuilder
              .getTypeFactory()
              .builder()
              .addAll(join.getRight().getRowType().getFieldList())
              .addAll(join.getLeft().getRowType().getFieldList())
              .build();
      condition = expressions.compile(turned, row);
      if (condition == null) {
        return null;
      }
    }
    int[] leftKeys = info.leftKeys.toIntArray();
    int[] rightKeys = info.rightKeys.toIntArray();
    BatchSource joined =
        lookup == null
            ? new Joined(Joined.Kind.INNER, right, left, rightKeys, leftKeys, condition)
            : new LookupJoined(
                join.getJoinType() == JoinRelType.RIGHT ? Joined.Kind.LEFT : Joined.Kind.INNER,
                right,
                lookup,
                rightKeys,
                leftKeys,
                condition);
    text.noteJoin(join, joined);
    List<VectorExpression> columns = new ArrayList<>();
    for (int i = 0; i < leftWidth; i++) {
      columns.add(new ColumnReference(rightWidth + i, left.types().get(i)));
    }
    for (int i = 0; i < rightWidth; i++) {
      columns.add(new ColumnReference(i, right.types().get(i)));
    }
    return new Projected(joined, columns);
  }

  private @Nullable BatchSource union(Union union) {
    List<BatchSource> inputs = new ArrayList<>();
    for (RelNode input : union.getInputs()) {
      BatchSource each = find(input);
      if (each == null || !each.types().equals(types(union.getRowType()))) {
        return null;
      }
      inputs.add(each);
    }
    BatchSource all = new Concatenated(inputs);
    if (union.all) {
      return all;
    }
    int[] columns = new int[all.types().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = i;
    }
    return new Aggregated(all, columns, List.of());
  }
}
