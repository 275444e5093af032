package dev.kevo.sql.plan;

import dev.kevo.sql.vector.BatchSource;
import dev.kevo.sql.vector.ColumnReference;
import dev.kevo.sql.vector.Joined;
import dev.kevo.sql.vector.Lookup;
import dev.kevo.sql.vector.LookupJoined;
import dev.kevo.sql.vector.MergeJoined;
import dev.kevo.sql.vector.Projected;
import dev.kevo.sql.vector.VectorExpression;
import dev.kevo.sql.vector.VectorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/** Makes the operators of joins: by hashing or merging, or by looking one side up. */
final class JoinPlans {
  private final RexBuilder rexBuilder;
  private final VectorExpressions expressions;
  private final LookupChoice lookups;
  private final OperatorText text;
  private final Cardinality cardinality = new Cardinality();

  /**
   * Plans that tell a text which way was taken.
   *
   * @param sources makes operators of a node by itself
   */
  JoinPlans(
      RexBuilder rexBuilder,
      VectorExpressions expressions,
      AggregatePlans aggregates,
      OperatorText text,
      Function<RelNode, @Nullable BatchSource> sources) {
    this.rexBuilder = rexBuilder;
    this.expressions = expressions;
    this.lookups = new LookupChoice(expressions, aggregates, cardinality, sources);
    this.text = text;
  }

  /** The kind of a join of that type; null if there is none. */
  static Joined.@Nullable Kind kind(JoinRelType type) {
    return switch (type) {
      case INNER -> Joined.Kind.INNER;
      case LEFT -> Joined.Kind.LEFT;
      case RIGHT -> Joined.Kind.RIGHT;
      case FULL -> Joined.Kind.FULL;
      case SEMI -> Joined.Kind.SEMI;
      case ANTI -> Joined.Kind.ANTI;
      default -> null;
    };
  }

  /** The operator of a join of what its inputs give; null if there is none. */
  @Nullable BatchSource of(Join join, Joined.Kind kind, BatchSource left, BatchSource right) {
    JoinInfo info =
        JoinInfo.createWithStrictEquality(join.getLeft(), join.getRight(), join.getCondition());
    if (!haveSameTypes(info, left, right)) {
      return null;
    }
    VectorExpression condition = null;
    if (!info.isEqui()) {
      condition =
          expressions.compile(
              RexUtil.composeConjunction(rexBuilder, info.nonEquiConditions),
              both(join.getLeft(), join.getRight()));
      if (condition == null) {
        return null;
      }
    }
    int[] leftKeys = info.leftKeys.toIntArray();
    int[] rightKeys = info.rightKeys.toIntArray();
    LookupChoice.Chosen chosen = rightLookup(join, kind, info);
    if (chosen != null) {
      text.noteLookup(chosen);
      return text.noteJoin(
          join, new LookupJoined(kind, left, chosen.lookup(), leftKeys, rightKeys, condition));
    }
    LookupChoice.Chosen other = leftLookup(join, kind, info);
    if (other != null) {
      text.noteLookup(other);
      return swapped(join, left, right, info, false, other.lookup());
    }
    boolean merges = MergeChoice.isPossible(join, info);
    if (kind == Joined.Kind.INNER
        && cardinality.rows(join.getLeft()) < cardinality.rows(join.getRight())) {
      return swapped(join, left, right, info, merges, null);
    }
    Joined joined = new Joined(kind, left, right, leftKeys, rightKeys, condition);
    return text.noteJoin(join, merges ? new MergeJoined(joined) : joined);
  }

  /** How the right side is looked up; null if that does not pay. */
  private LookupChoice.@Nullable Chosen rightLookup(Join join, Joined.Kind kind, JoinInfo info) {
    return kind == Joined.Kind.FULL || kind == Joined.Kind.RIGHT
        ? null
        : lookups.choose(
            join.getRight(), cardinality.rows(join.getLeft()), info.leftKeys, info.rightKeys);
  }

  /** How the left side is looked up; null if that does not pay. */
  private LookupChoice.@Nullable Chosen leftLookup(Join join, Joined.Kind kind, JoinInfo info) {
    return kind != Joined.Kind.INNER && kind != Joined.Kind.RIGHT
        ? null
        : lookups.choose(
            join.getLeft(), cardinality.rows(join.getRight()), info.rightKeys, info.leftKeys);
  }

  /** The columns of one input and then the other; a semi-join's own row type lacks some. */
  private RelDataType both(RelNode first, RelNode second) {
    return rexBuilder
        .getTypeFactory()
        .builder()
        .addAll(first.getRowType().getFieldList())
        .addAll(second.getRowType().getFieldList())
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
   * @param merges whether both come in the order of their keys, so that only a window is kept
   * @param lookup looks the left input up; null to keep it
   */
  private @Nullable BatchSource swapped(
      Join join,
      BatchSource left,
      BatchSource right,
      JoinInfo info,
      boolean merges,
      @Nullable Lookup lookup) {
    int leftWidth = left.types().size();
    int rightWidth = right.types().size();
    VectorExpression condition = null;
    if (!info.isEqui()) {
      RexNode turned =
          RexUtil.composeConjunction(rexBuilder, info.nonEquiConditions)
              .accept(new TurnedColumns(leftWidth, rightWidth));
      condition = expressions.compile(turned, both(join.getRight(), join.getLeft()));
      if (condition == null) {
        return null;
      }
    }
    int[] leftKeys = info.leftKeys.toIntArray();
    int[] rightKeys = info.rightKeys.toIntArray();
    BatchSource joined;
    if (lookup == null) {
      Joined hashed = new Joined(Joined.Kind.INNER, right, left, rightKeys, leftKeys, condition);
      joined = merges ? new MergeJoined(hashed) : hashed;
    } else {
      Joined.Kind kind =
          join.getJoinType() == JoinRelType.RIGHT ? Joined.Kind.LEFT : Joined.Kind.INNER;
      joined = new LookupJoined(kind, right, lookup, rightKeys, leftKeys, condition);
    }
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
}
