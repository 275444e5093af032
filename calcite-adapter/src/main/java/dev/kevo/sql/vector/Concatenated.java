package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of several inputs of the same types, one after the other: UNION ALL. */
public record Concatenated(List<BatchSource> inputs) implements BatchSource {
  public Concatenated {
    inputs = List.copyOf(inputs);
  }

  @Override
  public List<VectorType> types() {
    return inputs.get(0).types();
  }

  @Override
  public BatchCursor open(StatementContext context) {
    return new BatchCursor() {
      private int opened;
      private @Nullable BatchCursor current;

      @Override
      public @Nullable Batch next() {
        while (true) {
          if (current == null) {
            if (opened == inputs.size()) {
              return null;
            }
            current = inputs.get(opened++).open(context);
          }
          Batch batch = current.next();
          if (batch != null) {
            return batch;
          }
          current.close();
          current = null;
        }
      }

      @Override
      public void close() {
        opened = inputs.size();
        if (current != null) {
          current.close();
          current = null;
        }
      }
    };
  }
}
