package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;

/**
 * A join of inputs that both come in the ascending order of their keys, NULL last. Only right rows
 * that a left batch can have as partners are kept; if they are too many for memory, it goes on as a
 * hash join.
 *
 * @param join what to join; of a kind that does not ask for right rows without partners
 */
public record MergeJoined(Joined join) implements BatchSource {
  public MergeJoined {
    if (join.kind().keepsRight || join.leftKeys().length == 0) {
      throw new IllegalArgumentException("not to be merged: " + join.kind());
    }
  }

  @Override
  public List<VectorType> types() {
    return join.types();
  }

  @Override
  public BatchCursor open(StatementContext context) {
    return new JoinCursor(
        join, context, 0, new MergeWindow(join.right(), join.rightKeys(), context));
  }
}
