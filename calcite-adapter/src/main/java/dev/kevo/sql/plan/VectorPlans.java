package dev.kevo.sql.plan;

import dev.kevo.sql.exec.GivenRows;
import dev.kevo.sql.exec.KeyAggregate;
import dev.kevo.sql.exec.RowSource;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.ScannedRows;
import dev.kevo.sql.exec.TableScan;
import dev.kevo.sql.table.TypedTable;
import dev.kevo.sql.vector.BatchSource;
import dev.kevo.sql.vector.Correlated;
import dev.kevo.sql.vector.CountedSets;
import dev.kevo.sql.vector.Filtered;
import dev.kevo.sql.vector.GeneratedBatches;
import dev.kevo.sql.vector.Joined;
import dev.kevo.sql.vector.Limited;
import dev.kevo.sql.vector.ListedBatches;
import dev.kevo.sql.vector.PartlySorted;
import dev.kevo.sql.vector.Projected;
import dev.kevo.sql.vector.Recursive;
import dev.kevo.sql.vector.RowBatches;
import dev.kevo.sql.vector.ScanBatches;
import dev.kevo.sql.vector.SortKey;
import dev.kevo.sql.vector.Sorted;
import dev.kevo.sql.vector.Unnested;
import dev.kevo.sql.vector.VectorExpression;
import dev.kevo.sql.vector.VectorType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Collect;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Match;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Spool;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.schema.TransientTable;
import org.jspecify.annotations.Nullable;

/** Makes the operators on columns of a tree whose scans are absorbed. */
final class VectorPlans {
  private final RexBuilder rexBuilder;
  private final VectorExpressions expressions;
  private final ScalarCompiler scalars;
  private final OperatorText text;
  private final AggregatePlans aggregates;
  private final JoinPlans joins;
  private final WindowPlans windows;
  private final Function<RelNode, RowSource> generation;

  /**
   * Plans for a cluster.
   *
   * @param text describes the operators, and may put others in their places
   * @param generation makes code for a node whose inputs are leaves
   */
  VectorPlans(RelOptCluster cluster, OperatorText text, Function<RelNode, RowSource> generation) {
    this.text = text;
    this.generation = generation;
    this.rexBuilder = cluster.getRexBuilder();
    this.expressions = new VectorExpressions(cluster);
    this.scalars = ScalarCompiler.correlating(rexBuilder);
    this.aggregates = new AggregatePlans(scalars);
    this.joins = new JoinPlans(rexBuilder, expressions, aggregates, text, this::findAgain);
    this.windows = new WindowPlans(rexBuilder, expressions, scalars);
  }

  /** The operators of a tree, or null if some node has none. */
  @Nullable BatchSource find(RelNode rel) {
    BatchSource found = operator(rel);
    return found == null ? null : text.note(rel, found);
  }

  /** The operators of a tree by itself, after those of a join that it is in. */
  private @Nullable BatchSource findAgain(RelNode rel) {
    text.forget(rel);
    return find(rel);
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
    KeyAggregate keys = new KeyValuePlans(scalars).aggregates(rel);
    if (keys != null && keys.readsNoRows()) {
      return new RowBatches(context -> keys.open(context, 0), types(rel.getRowType()));
    }
    if (rel instanceof org.apache.calcite.rel.core.Aggregate aggregate) {
      BatchSource input = find(aggregate.getInput());
      BatchSource grouped = input == null ? null : aggregates.of(aggregate, input);
      return grouped != null || input == null ? grouped : generated(aggregate);
    }
    if (rel instanceof Join join) {
      return join(join);
    }
    if (rel instanceof SetOp set) {
      return setOperation(set);
    }
    if (rel instanceof Uncollect unnest) {
      return unnest(unnest);
    }
    if (rel instanceof Window window) {
      BatchSource input = find(window.getInput());
      BatchSource windowed = input == null ? null : windows.of(window, input);
      return windowed != null || input == null ? windowed : generated(window);
    }
    if (rel instanceof Correlate correlate) {
      return correlate(correlate);
    }
    if (rel instanceof RepeatUnion recursion) {
      return recursion(recursion);
    }
    if (rel instanceof SystemScan system) {
      return system(system);
    }
    if (rel instanceof GivenRowsScan given) {
      int columns = given.getRowType().getFieldCount() - 1;
      return new RowBatches(
          context -> GivenRows.cursor(context, columns), types(given.getRowType()));
    }
    boolean standsAlone =
        rel instanceof Collect || rel instanceof Match || rel instanceof TableFunctionScan;
    return standsAlone ? generated(rel) : null;
  }

  private @Nullable BatchSource correlate(Correlate correlate) {
    Joined.Kind kind = JoinPlans.kind(correlate.getJoinType());
    BatchSource left = kind == null ? null : find(correlate.getLeft());
    BatchSource right = left == null ? null : find(correlate.getRight());
    return kind == null || left == null || right == null
        ? null
        : new Correlated(
            kind,
            left,
            right,
            correlate.getCorrelationId(),
            correlate.getRequiredColumns().toArray());
  }

  /** The spools below only say where Calcite would keep the rows. */
  private @Nullable BatchSource recursion(RepeatUnion recursion) {
    RelOptTable table = recursion.getTransientTable();
    if (table == null || recursion.iterationLimit >= 0) {
      return null;
    }
    List<BatchSource> inputs = new ArrayList<>();
    for (RelNode input : recursion.getInputs()) {
      RelNode rows = input instanceof Spool spool ? spool.getInput() : input;
      BatchSource each = find(rows);
      BatchSource aligned = each == null ? null : aligned(each, rows, recursion.getRowType());
      if (aligned == null) {
        return null;
      }
      inputs.add(aligned);
    }
    Object key = table.unwrapOrThrow(TransientTable.class);
    return new Recursive(inputs.get(0), inputs.get(1), key, recursion.all);
  }

  private static BatchSource system(SystemScan scan) {
    TransientTable recursion = scan.getTable().unwrap(TransientTable.class);
    if (recursion != null) {
      return new Recursive.Before(recursion, types(scan.getRowType()));
    }
    ScannableTable table = scan.getTable().unwrapOrThrow(ScannableTable.class);
    JavaTypeFactory factory = (JavaTypeFactory) scan.getCluster().getTypeFactory();
    return new RowBatches(
        context -> ScannedRows.open(table, context, factory), types(scan.getRowType()));
  }

  /** A node without an operator of ours: code is generated for it alone. */
  private @Nullable BatchSource generated(RelNode rel) {
    if (!RelOptUtil.getVariablesUsed(rel).isEmpty()) {
      return null;
    }
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : rel.getInputs()) {
      BatchSource rows = find(input);
      if (rows == null) {
        return null;
      }
      inputs.add(BatchScan.create(input, rows));
    }
    RelNode alone = inputs.isEmpty() ? rel : rel.copy(rel.getTraitSet(), inputs);
    return new GeneratedBatches(generation.apply(alone), types(rel.getRowType()));
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
    List<SortKey> keys = AggregatePlans.sortKeys(sort.getCollation());
    if (keys.isEmpty()) {
      return new Limited(input, offset, fetch);
    }
    int presorted = KeyOrder.presorted(sort);
    if (presorted == 0) {
      return new Sorted(input, keys, offset, fetch);
    }
    PartlySorted sorted = new PartlySorted(input, keys, presorted);
    return offset == null && fetch == null ? sorted : new Limited(sorted, offset, fetch);
  }

  private @Nullable BatchSource join(Join join) {
    Joined.Kind kind = JoinPlans.kind(join.getJoinType());
    BatchSource left = kind == null ? null : find(join.getLeft());
    BatchSource right = left == null ? null : find(join.getRight());
    return kind == null || left == null || right == null ? null : joins.of(join, kind, left, right);
  }

  private @Nullable BatchSource setOperation(SetOp set) {
    List<BatchSource> inputs = new ArrayList<>();
    for (RelNode input : set.getInputs()) {
      BatchSource each = find(input);
      BatchSource aligned = each == null ? null : aligned(each, input, set.getRowType());
      if (aligned == null) {
        return null;
      }
      inputs.add(aligned);
    }
    return switch (set.kind) {
      case UNION -> SetPlans.union(inputs, set.all);
      case INTERSECT -> SetPlans.counted(inputs, CountedSets.Kind.INTERSECT, set.all);
      case EXCEPT -> SetPlans.counted(inputs, CountedSets.Kind.EXCEPT, set.all);
      default -> null;
    };
  }

  /** The rows of an input in the types that a set operation has. */
  private @Nullable BatchSource aligned(BatchSource input, RelNode rel, RelDataType to) {
    if (input.types().equals(types(to))) {
      return input;
    }
    List<RexNode> casts = new ArrayList<>();
    for (int i = 0; i < to.getFieldCount(); i++) {
      RexNode column = RexInputRef.of(i, rel.getRowType());
      RelDataType type = to.getFieldList().get(i).getType();
      boolean same = VectorType.of(type).equals(input.types().get(i));
      casts.add(same ? column : rexBuilder.makeCast(type, column));
    }
    List<VectorExpression> columns = expressions.compile(casts, rel.getRowType());
    return columns == null ? null : new Projected(input, columns);
  }

  private @Nullable BatchSource unnest(Uncollect unnest) {
    BatchSource input = find(unnest.getInput());
    List<RelDataTypeField> fields = unnest.getInput().getRowType().getFieldList();
    int[] widths = new int[fields.size()];
    for (int i = 0; i < widths.length; i++) {
      RelDataType item = fields.get(i).getType().getComponentType();
      if (input == null
          || item == null
          || (!unnest.getItemAliases().isEmpty() && item.isStruct())) {
        return null;
      }
      widths[i] = item.isStruct() ? item.getFieldCount() : 0;
    }
    return input == null
        ? null
        : new Unnested(input, widths, unnest.withOrdinality, types(unnest.getRowType()));
  }
}
