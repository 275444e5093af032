package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Makes the right side of every correlation depend on the row of its own left side only: what it
 * uses of rows further out becomes columns of the left side. Calcite does not compare such values
 * of both sides, and pairs rows that belong to different rows further out.
 *
 * <p>A correlation whose right side needs no row at all becomes a join; it would keep Calcite from
 * all others.
 *
 * <p>Nullable columns of a left side that comes from an outer join, or will become one, are marked:
 * Calcite takes them for not NULL where the join's condition uses them, and loses their rows. So
 * are those of a left side that comes from an aggregation: Calcite looks for the results of its
 * functions among the columns that it groups by, and fails.
 */
final class CorrelatedInputs extends RelHomogeneousShuttle {
  /** The column itself, of which nothing is known. */
  private static final SqlFunction MARK =
      new SqlFunction(
          "$MARK",
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG0,
          null,
          OperandTypes.ANY,
          SqlFunctionCategory.SYSTEM);

  private final RelBuilder builder;

  CorrelatedInputs(RelBuilder builder) {
    this.builder = builder;
  }

  @Override
  public RelNode visit(RelNode other) {
    RelNode node = super.visit(other);
    if (!(node instanceof Correlate correlate)) {
      return node;
    }
    List<RexFieldAccess> furtherOut = furtherOut(correlate);
    if (furtherOut.isEmpty()
        && used(correlate.getRight(), correlate.getCorrelationId()).isEmpty()) {
      return joined(correlate);
    }
    ImmutableBitSet marked = marked(correlate);
    return furtherOut.isEmpty() && marked.isEmpty()
        ? correlate
        : widened(correlate, furtherOut, marked);
  }

  /** The join that a correlation is whose right side turned out to need no outer row. */
  private RelNode joined(Correlate correlate) {
    return builder
        .push(correlate.getLeft())
        .push(correlate.getRight())
        .join(correlate.getJoinType(), builder.literal(true))
        .build();
  }

  private RelNode widened(
      Correlate correlate, List<RexFieldAccess> furtherOut, ImmutableBitSet marked) {
    int leftCount = correlate.getLeft().getRowType().getFieldCount();
    int added = furtherOut.size();
    RexBuilder rexBuilder = correlate.getCluster().getRexBuilder();
    builder.push(correlate.getLeft());
    List<RexNode> columns = new ArrayList<>(builder.fields());
    for (int column : marked) {
      columns.set(column, mark(rexBuilder, columns.get(column)));
    }
    columns.addAll(furtherOut);
    RelNode left = builder.project(columns).build();
    // Of an own name: several correlations may share theirs while their rows begin alike.
    CorrelationId id = correlate.getCluster().createCorrel();
    RelNode right =
        correlate
            .getRight()
            .accept(
                new TreeExpressions(
                    new OfOwnRow(
                        rexBuilder,
                        correlate.getCorrelationId(),
                        rexBuilder.makeCorrel(left.getRowType(), id),
                        furtherOut,
                        leftCount)));
    builder.push(
        correlate.copy(
            correlate.getTraitSet(), left, right, id, used(right, id), correlate.getJoinType()));
    List<RexNode> fields = new ArrayList<>();
    for (int i = 0; i < correlate.getRowType().getFieldCount(); i++) {
      fields.add(builder.field(i < leftCount ? i : i + added));
    }
    return builder.project(fields, correlate.getRowType().getFieldNames(), true).build();
  }

  /** What the right side uses of rows that neither it nor the left side makes. */
  private static List<RexFieldAccess> furtherOut(Correlate correlate) {
    Set<CorrelationId> own = new HashSet<>();
    own.add(correlate.getCorrelationId());
    correlate
        .getRight()
        .accept(
            new RelHomogeneousShuttle() {
              @Override
              public RelNode visit(RelNode rel) {
                if (rel instanceof Correlate inner) {
                  own.add(inner.getCorrelationId());
                }
                return super.visit(rel);
              }
            });
    List<RexFieldAccess> found = new ArrayList<>(OuterRowColumns.ofTree(correlate.getRight()));
    found.removeIf(column -> own.contains(((RexCorrelVariable) column.getReferenceExpr()).id));
    return found;
  }

  private static ImmutableBitSet marked(Correlate correlate) {
    if (!misleads(correlate.getLeft())) {
      return ImmutableBitSet.of();
    }
    ImmutableBitSet.Builder columns = ImmutableBitSet.builder();
    for (int column : used(correlate.getRight(), correlate.getCorrelationId())) {
      if (correlate.getLeft().getRowType().getFieldList().get(column).getType().isNullable()) {
        columns.set(column);
      }
    }
    return columns.build();
  }

  /** The columns of one outer row that a tree uses. */
  private static ImmutableBitSet used(RelNode rel, CorrelationId id) {
    ImmutableBitSet.Builder columns = ImmutableBitSet.builder();
    for (RexFieldAccess column : OuterRowColumns.ofTree(rel)) {
      if (((RexCorrelVariable) column.getReferenceExpr()).id.equals(id)) {
        columns.set(column.getField().getIndex());
      }
    }
    return columns.build();
  }

  /** Whether Calcite asks a tree in vain whether its columns can be NULL. */
  static boolean misleads(RelNode rel) {
    return rel instanceof Aggregate
        || (rel instanceof Join join && join.getJoinType().isOuterJoin())
        || (rel instanceof Correlate correlate && correlate.getJoinType().isOuterJoin())
        || rel.getInputs().stream().anyMatch(CorrelatedInputs::misleads);
  }

  /** A column of which Calcite then knows nothing. */
  static RexNode mark(RexBuilder rexBuilder, RexNode column) {
    return rexBuilder.makeCall(column.getType(), MARK, List.of(column));
  }

  /** The tree without marks. */
  static RelNode unmarked(RelNode root) {
    return root.accept(
        new TreeExpressions(
            new RexShuttle() {
              @Override
              public RexNode visitCall(RexCall call) {
                return MARK.equals(call.getOperator())
                    ? call.getOperands().get(0).accept(this)
                    : super.visitCall(call);
              }
            }));
  }

  /** Takes columns from the widened row of the left side. */
  private static final class OfOwnRow extends RexShuttle {
    private final RexBuilder rexBuilder;
    private final CorrelationId id;
    private final RexNode row;
    private final List<RexFieldAccess> furtherOut;
    private final int start;

    OfOwnRow(
        RexBuilder rexBuilder,
        CorrelationId id,
        RexNode row,
        List<RexFieldAccess> furtherOut,
        int start) {
      this.rexBuilder = rexBuilder;
      this.id = id;
      this.row = row;
      this.furtherOut = furtherOut;
      this.start = start;
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
      int at = furtherOut.indexOf(access);
      if (at >= 0) {
        return rexBuilder.makeFieldAccess(row, start + at);
      }
      return access.getReferenceExpr() instanceof RexCorrelVariable own && own.id.equals(id)
          ? rexBuilder.makeFieldAccess(row, access.getField().getIndex())
          : super.visitFieldAccess(access);
    }
  }
}
