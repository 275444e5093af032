package dev.kevo.sql.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Fits the LIMITs and OFFSETs of a tree to generated code, which counts rows by int and does not
 * look whether a parameter is negative.
 */
final class RowCounts {
  private static final BigDecimal MAX = BigDecimal.valueOf(Integer.MAX_VALUE);

  private final RexBuilder rexBuilder;
  private final Set<Integer> parameters = new TreeSet<>();

  RowCounts(RexBuilder rexBuilder) {
    this.rexBuilder = rexBuilder;
  }

  /** The parameters that count rows, to be checked when they have values. */
  int[] parameters() {
    return parameters.stream().mapToInt(Integer::intValue).toArray();
  }

  RelNode apply(RelNode rel) {
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : rel.getInputs()) {
      inputs.add(apply(input));
    }
    RelNode copy = inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
    if (!(copy instanceof LogicalSort sort)) {
      return copy;
    }
    RexNode offset = fitted(sort.offset);
    RexNode fetch = fitted(sort.fetch);
    return Objects.equals(offset, sort.offset) && Objects.equals(fetch, sort.fetch)
        ? sort
        : LogicalSort.create(sort.getInput(), sort.getCollation(), offset, fetch);
  }

  private @Nullable RexNode fitted(@Nullable RexNode count) {
    if (count instanceof RexDynamicParam parameter) {
      parameters.add(parameter.getIndex());
    }
    return count instanceof RexLiteral literal
            && literal.getValue() instanceof BigDecimal number
            && number.compareTo(MAX) > 0
        ? rexBuilder.makeExactLiteral(MAX)
        : count;
  }
}
