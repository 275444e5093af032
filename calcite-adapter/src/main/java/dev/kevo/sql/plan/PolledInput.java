package dev.kevo.sql.plan;

import dev.kevo.sql.exec.Polls;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableAggregate;
import org.apache.calcite.adapter.enumerable.EnumerableCollect;
import org.apache.calcite.adapter.enumerable.EnumerableIntersect;
import org.apache.calcite.adapter.enumerable.EnumerableLimitSort;
import org.apache.calcite.adapter.enumerable.EnumerableMatch;
import org.apache.calcite.adapter.enumerable.EnumerableMinus;
import org.apache.calcite.adapter.enumerable.EnumerableNestedLoopJoin;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.EnumerableSort;
import org.apache.calcite.adapter.enumerable.EnumerableUnion;
import org.apache.calcite.adapter.enumerable.EnumerableWindow;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.jspecify.annotations.Nullable;

/**
 * An input of a generated loop that looks at the cancel token for each row. The rows of inputs that
 * the loop keeps count against the statement's memory; the input that a nested loop goes over again
 * and again is read once and kept.
 */
final class PolledInput extends SingleRel implements EnumerableRel {
  /** The nodes whose code keeps the rows of its inputs, or something of each. */
  private static final Set<Class<? extends RelNode>> KEEPING =
      Set.of(
          EnumerableAggregate.class,
          EnumerableCollect.class,
          EnumerableIntersect.class,
          EnumerableLimitSort.class,
          EnumerableMatch.class,
          EnumerableMinus.class,
          EnumerableSort.class,
          EnumerableUnion.class,
          EnumerableWindow.class);

  private enum Form {
    EACH("each"),
    COUNTED("counted"),
    KEPT("kept");

    /** The method of {@link Polls}. */
    private final String method;

    Form(String method) {
      this.method = method;
    }
  }

  private final Form form;

  private PolledInput(RelNode input, Form form) {
    super(input.getCluster(), input.getTraitSet(), input);
    this.form = form;
  }

  /** The tree with such inputs where joins are. */
  static RelNode insert(RelNode rel) {
    return insert(rel, false);
  }

  /**
   * The same for a part of a tree.
   *
   * @param repeated whether it runs again and again, so that what it keeps goes each time
   */
  private static RelNode insert(RelNode rel, boolean repeated) {
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : rel.getInputs()) {
      boolean again = repeated || (rel instanceof Correlate && inputs.size() == 1);
      RelNode inserted = insert(input, again);
      Form form = form(rel, inputs.size(), again, inserted);
      inputs.add(form == null ? inserted : new PolledInput(inserted, form));
    }
    return inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
  }

  private static @Nullable Form form(RelNode rel, int number, boolean repeated, RelNode input) {
    if (rel instanceof EnumerableNestedLoopJoin && number == 1) {
      return Form.KEPT;
    }
    // A leaf of operators on columns counts its rows itself.
    boolean keeps = rel instanceof Join ? number == 1 : KEEPING.contains(rel.getClass());
    if (keeps && !repeated && !(input instanceof BatchScan)) {
      return Form.COUNTED;
    }
    return rel.getInputs().size() > 1 && !(input instanceof KevoScan) ? Form.EACH : null;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new PolledInput(inputs.get(0), form);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).itemIf("kept", true, form == Form.KEPT);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    BlockBuilder block = new BlockBuilder();
    Result child = implementor.visitChild(this, 0, (EnumerableRel) getInput(), prefer);
    Expression rows = block.append("polled", child.block);
    block.add(
        Expressions.return_(
            null, Expressions.call(Polls.class, form.method, DataContext.ROOT, rows)));
    return implementor.result(child.physType, block.toBlock());
  }
}
