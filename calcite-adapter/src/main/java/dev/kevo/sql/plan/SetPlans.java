package dev.kevo.sql.plan;

import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.vector.Aggregate;
import dev.kevo.sql.vector.Aggregated;
import dev.kevo.sql.vector.BatchSource;
import dev.kevo.sql.vector.ColumnReference;
import dev.kevo.sql.vector.Concatenated;
import dev.kevo.sql.vector.Constant;
import dev.kevo.sql.vector.CountedSets;
import dev.kevo.sql.vector.Lane;
import dev.kevo.sql.vector.Projected;
import dev.kevo.sql.vector.VectorExpression;
import dev.kevo.sql.vector.VectorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.sql.type.SqlTypeName;

/** Makes operations on sets of rows of the same types, out of groups, which know how to spill. */
final class SetPlans {
  private static final VectorType COUNT = new VectorType(SqlTypeName.BIGINT, 0, Lane.LONG);

  private SetPlans() {}

  static BatchSource union(List<BatchSource> inputs, boolean all) {
    BatchSource rows = inputs.size() == 1 ? inputs.get(0) : new Concatenated(inputs);
    return all ? rows : new Aggregated(rows, columns(rows.types().size()), List.of());
  }

  /** Groups equal rows, counts by input how often each comes, and decides by these numbers. */
  static BatchSource counted(List<BatchSource> inputs, CountedSets.Kind kind, boolean all) {
    int width = inputs.get(0).types().size();
    List<BatchSource> marked = new ArrayList<>();
    List<Aggregate> counts = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      marked.add(marked(inputs.get(i), i, inputs.size()));
      counts.add(
          new Aggregate(Aggregate.Function.COUNT, new int[0], width + i, false, List.of(), COUNT));
    }
    Aggregated grouped = new Aggregated(new Concatenated(marked), columns(width), counts);
    return new CountedSets(grouped, inputs.size(), kind, all);
  }

  /** An input with a column per input that says whether a row comes from it. */
  private static BatchSource marked(BatchSource input, int number, int inputs) {
    List<VectorExpression> columns = new ArrayList<>();
    for (VectorType type : input.types()) {
      columns.add(new ColumnReference(columns.size(), type));
    }
    for (int i = 0; i < inputs; i++) {
      Boolean own = i == number;
      Scalar mark = (row, context) -> own;
      columns.add(new Constant(mark, VectorType.BOOLEAN));
    }
    return new Projected(input, columns);
  }

  private static int[] columns(int width) {
    return IntStream.range(0, width).toArray();
  }
}
