package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hash join: the right input is kept by its keys, then the left one is looked up row by row.
 * Without keys every pair of rows is a candidate. A right input that does not fit memory is parted
 * into files by its keys, as the left one is then, and each pair of files is joined by itself.
 *
 * @param leftKeys columns of the left input that equal, in a pair, those of {@code rightKeys}
 * @param condition what must hold besides, over the columns of both; or null
 */
public record Joined(
    Kind kind,
    BatchSource left,
    BatchSource right,
    int[] leftKeys,
    int[] rightKeys,
    @Nullable VectorExpression condition)
    implements BatchSource {
  /** Which rows a join gives. */
  public enum Kind {
    INNER(false, false),
    LEFT(true, false),
    RIGHT(false, true),
    FULL(true, true),
    /** Left rows that have a partner. */
    SEMI(false, false),
    /** Left rows that have none. */
    ANTI(false, false);

    /** Whether left rows without a partner come with NULLs. */
    final boolean keepsLeft;

    /** Whether right rows without a partner come with NULLs. */
    final boolean keepsRight;

    Kind(boolean keepsLeft, boolean keepsRight) {
      this.keepsLeft = keepsLeft;
      this.keepsRight = keepsRight;
    }

    /** Whether only left columns are given. */
    boolean givesLeftOnly() {
      return this == SEMI || this == ANTI;
    }
  }

  @Override
  public List<VectorType> types() {
    if (kind.givesLeftOnly()) {
      return left.types();
    }
    List<VectorType> types = new ArrayList<>(left.types());
    types.addAll(right.types());
    return types;
  }

  @Override
  public BatchCursor open(StatementContext context) {
    return open(context, 0);
  }

  /** Begins to run on rows that were parted so many times. */
  BatchCursor open(StatementContext context, int depth) {
    return new JoinCursor(this, context, depth, null);
  }
}
