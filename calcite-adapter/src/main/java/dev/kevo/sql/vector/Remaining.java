package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that cursors still have, one cursor after the other; their owners close them. */
record Remaining(List<VectorType> types, List<BatchCursor> cursors) implements BatchSource {
  Remaining(List<VectorType> types, BatchCursor... cursors) {
    this(types, List.of(cursors));
  }

  @Override
  public BatchCursor open(StatementContext context) {
    return new BatchCursor() {
      private int at;

      @Override
      public @Nullable Batch next() {
        while (at < cursors.size()) {
          Batch batch = cursors.get(at).next();
          if (batch != null) {
            return batch;
          }
          at++;
        }
        return null;
      }

      @Override
      public void close() {
        at = cursors.size();
      }
    };
  }

  /** A cursor over one batch, which belongs to another cursor. */
  static BatchCursor one(Batch batch) {
    return new BatchCursor() {
      private boolean given;

      @Override
      public @Nullable Batch next() {
        Batch next = given ? null : batch;
        given = true;
        return next;
      }

      @Override
      public void close() {
        given = true;
      }
    };
  }
}
