package dev.kevo.sql.plan;

import dev.kevo.sql.exec.Polls;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableNestedLoopJoin;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/**
 * An input of a join that looks at the cancel token for each row; the input that a nested loop goes
 * over again and again is read once and kept.
 */
final class PolledInput extends SingleRel implements EnumerableRel {
  private final boolean kept;

  private PolledInput(RelNode input, boolean kept) {
    super(input.getCluster(), input.getTraitSet(), input);
    this.kept = kept;
  }

  /** The tree with such inputs where joins are. */
  static RelNode insert(RelNode rel) {
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : rel.getInputs()) {
      RelNode inserted = insert(input);
      boolean again = rel instanceof EnumerableNestedLoopJoin && inputs.size() == 1;
      boolean polls = inserted instanceof KevoScan;
      inputs.add(
          again || (rel.getInputs().size() > 1 && !polls)
              ? new PolledInput(inserted, again)
              : inserted);
    }
    return inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new PolledInput(inputs.get(0), kept);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).itemIf("kept", true, kept);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    BlockBuilder block = new BlockBuilder();
    Result child = implementor.visitChild(this, 0, (EnumerableRel) getInput(), prefer);
    Expression rows = block.append("polled", child.block);
    block.add(
        Expressions.return_(
            null, Expressions.call(Polls.class, kept ? "kept" : "each", DataContext.ROOT, rows)));
    return implementor.result(child.physType, block.toBlock());
  }
}
