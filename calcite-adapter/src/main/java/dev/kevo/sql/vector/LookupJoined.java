package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A join that looks up the partners of each batch of left rows by their keys. If there are more
 * left rows than was thought when it was planned, it reads the whole right side after all and joins
 * the rest by hashing.
 *
 * @param kind one that does not ask for right rows without partners
 * @param leftKeys columns of the left input that equal, in a pair, those of {@code rightKeys}
 * @param condition what must hold besides, over the columns of both; or null
 */
public record LookupJoined(
    Joined.Kind kind,
    BatchSource left,
    Lookup right,
    int[] leftKeys,
    int[] rightKeys,
    @Nullable VectorExpression condition)
    implements BatchSource {
  /** So many left rows are looked up in any case. */
  private static final int LOOKUPS_MIN = 4 * Batch.ROWS_MAX;

  /** Rows that are read and hashed in the time of one lookup. */
  private static final int ROWS_PER_LOOKUP = 8;

  public LookupJoined {
    if (kind.keepsRight) {
      throw new IllegalArgumentException("a lookup finds no rows without partners: " + kind);
    }
  }

  @Override
  public List<VectorType> types() {
    return joined(left, right.all()).types();
  }

  private Joined joined(BatchSource leftRows, BatchSource rightRows) {
    return new Joined(kind, leftRows, rightRows, leftKeys, rightKeys, condition);
  }

  @Override
  public BatchCursor open(StatementContext context) {
    return new Cursor(context, new Gathered(left.open(context), left.types(), context.memory()));
  }

  private final class Cursor implements BatchCursor {
    private final StatementContext context;
    private final BatchCursor rows;
    private @Nullable BatchCursor current;
    private long lookedUp;
    private long batches;
    private boolean hashes;

    Cursor(StatementContext context, BatchCursor rows) {
      this.context = context;
      this.rows = rows;
    }

    @Override
    public @Nullable Batch next() {
      while (true) {
        BatchCursor open = current;
        if (open != null) {
          Batch found = open.next();
          if (found != null || hashes) {
            return found;
          }
          open.close();
          current = null;
        }
        if (!advance()) {
          return null;
        }
      }
    }

    private boolean advance() {
      double effort = lookedUp * ROWS_PER_LOOKUP + batches * right.readAgain();
      if (lookedUp >= LOOKUPS_MIN && effort > right.tableRows(context)) {
        hashes = true;
        current = joined(new Remaining(left.types(), rows), right.all()).open(context);
        return true;
      }
      Batch batch = rows.next();
      if (batch == null) {
        return false;
      }
      lookedUp += batch.count();
      batches++;
      current =
          joined(new Remaining(left.types(), Remaining.one(batch)), right.rowsFor(batch))
              .open(context);
      return true;
    }

    @Override
    public void close() {
      BatchCursor open = current;
      current = null;
      if (open != null) {
        open.close();
      }
      rows.close();
    }
  }
}
