package dev.kevo.sql.exec;

import java.util.List;
import java.util.Map;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.function.Function1;
import org.jspecify.annotations.Nullable;

/** An expression over a row that runs as generated code. */
public final class GeneratedScalar implements Scalar {
  /** The name under which the code asks its context for the row. */
  private static final String ROW = "inputRecord";

  private final Function1<DataContext, @Nullable Object[]> code;
  private final List<Evaluation> evaluations;
  private final JavaTypeFactory typeFactory;

  /**
   * An expression.
   *
   * @param evaluations functions that the code calls by their place
   */
  public GeneratedScalar(
      Function1<DataContext, @Nullable Object[]> code,
      List<Evaluation> evaluations,
      JavaTypeFactory typeFactory) {
    this.evaluations = List.copyOf(evaluations);
    this.code = code;
    this.typeFactory = typeFactory;
  }

  @Override
  public @Nullable Object eval(@Nullable Object[] row, StatementContext context) {
    return code.apply(new KevoDataContext(context, Map.of(ROW, row), evaluations, typeFactory))[0];
  }
}
