package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One execution of a join that finds right rows by the keys of left ones. */
final class JoinCursor implements BatchCursor {
  private static final int NONE = -1;
  private static final int PAIRS_FIRST = 16;

  private final Joined join;
  private final StatementContext context;
  private final VectorExpression.@Nullable Evaluation condition;
  private final int leftWidth;
  private final List<VectorType> types;
  private final BitSet partnered = new BitSet();
  private final int depth;
  private @Nullable BatchCursor parted;

  private @Nullable Partners partners;
  private @Nullable BatchCursor left;

  /** The left batch that is looked up, and how far. */
  private @Nullable Batch batch;

  private Vector[] leftColumns = new Vector[0];
  private Vector[] key = new Vector[0];
  private boolean[] matched = new boolean[0];
  private int at;
  private int candidate = NONE;

  /** Where left rows without partners are to be given next. */
  private int unmatchedAt;

  /** Where right rows without partners are to be given next. */
  private int unpartneredAt;

  // Small at first, for joins of few rows.
  private int[] pairLeft = new int[PAIRS_FIRST];
  private int[] pairRight = new int[PAIRS_FIRST];
  private int[] kept = new int[0];

  /**
   * Begins to join.
   *
   * @param depth how often the rows were parted
   * @param partners the right input; null to keep it by its keys
   */
  JoinCursor(Joined join, StatementContext context, int depth, @Nullable Partners partners) {
    this.join = join;
    this.partners = partners;
    this.depth = depth;
    this.context = context;
    this.condition = join.condition() == null ? null : join.condition().open(context);
    this.leftWidth = join.left().types().size();
    this.types = new ArrayList<>(join.left().types());
    this.types.addAll(join.right().types());
  }

  @Override
  public @Nullable Batch next() {
    if (parted != null) {
      return parted.next();
    }
    Partners built = partners;
    if (built == null) {
      built = build();
      if (built == null) {
        return next();
      }
      partners = built;
    }
    BatchCursor rows = left;
    if (rows == null) {
      rows = join.left().open(context);
      left = rows;
    }
    while (true) {
      context.poll();
      if (batch == null) {
        Batch read = rows.next();
        if (read == null) {
          return unpartnered(built);
        }
        begin(read);
        BatchSource remaining = built.admit(read, key);
        if (remaining != null) {
          parted = hashed(read, rows, remaining).open(context, depth);
          return parted.next();
        }
      }
      Batch found = fromBatch(built);
      if (found != null) {
        return found;
      }
      batch = null;
    }
  }

  /** Keeps the right input; null if it did not fit and both inputs are parted now. */
  private @Nullable JoinBuild build() {
    JoinBuild built = new JoinBuild(join.right().types(), join.rightKeys(), context.memory());
    try (BatchCursor rows = join.right().open(context)) {
      for (Batch each = rows.next(); each != null; each = rows.next()) {
        built.add(each);
        if (built.isFull()) {
          if (join.rightKeys().length == 0) {
            throw context.memory().exceeded();
          }
          parted = new PartedJoin(join, context, depth, built, rows);
          return null;
        }
      }
    }
    return built;
  }

  /** The join of what is left of both inputs. */
  private Joined hashed(Batch read, BatchCursor rows, BatchSource right) {
    BatchSource remaining = new Remaining(join.left().types(), Remaining.one(read), rows);
    return new Joined(
        join.kind(), remaining, right, join.leftKeys(), join.rightKeys(), join.condition());
  }

  private void begin(Batch read) {
    batch = read;
    leftColumns = StoredRows.columnsOf(read);
    key = new Vector[join.leftKeys().length];
    for (int c = 0; c < key.length; c++) {
      key[c] = leftColumns[join.leftKeys()[c]];
    }
    if (matched.length < read.capacity()) {
      matched = new boolean[read.capacity()];
    } else {
      Arrays.fill(matched, false);
    }
    at = -1;
    candidate = NONE;
    unmatchedAt = 0;
  }

  /** The next rows of the current left batch, or null if it gives no more. */
  private @Nullable Batch fromBatch(Partners built) {
    Batch rows = batch;
    if (rows == null) {
      return null;
    }
    while (at < rows.count()) {
      context.poll();
      int pairs = collect(rows, built);
      if (pairs == 0) {
        continue;
      }
      Batch found = pairs(built, pairs);
      if (found != null) {
        return found;
      }
    }
    if (join.kind() == Joined.Kind.SEMI || join.kind() == Joined.Kind.ANTI) {
      return matching(rows, join.kind() == Joined.Kind.SEMI);
    }
    return join.kind().keepsLeft ? unmatched(rows) : null;
  }

  /** Notes the next pairs of rows whose keys are equal; gives their number. */
  private int collect(Batch rows, Partners built) {
    int pairs = 0;
    while (pairs < Batch.ROWS_MAX) {
      while (candidate == NONE) {
        at++;
        if (at >= rows.count()) {
          return pairs;
        }
        candidate = built.first(key, rows.selected()[at]);
      }
      if (pairs == pairLeft.length) {
        int more = Math.min(Batch.ROWS_MAX, 8 * pairs);
        pairLeft = Arrays.copyOf(pairLeft, more);
        pairRight = Arrays.copyOf(pairRight, more);
      }
      pairLeft[pairs] = rows.selected()[at];
      pairRight[pairs++] = candidate;
      boolean oneIsEnough = join.kind().givesLeftOnly() && condition == null;
      candidate = oneIsEnough ? NONE : built.next(candidate);
    }
    return pairs;
  }

  /** The pairs for which the condition holds; null if there is none, or none is to be given. */
  private @Nullable Batch pairs(Partners built, int pairs) {
    if (join.kind().givesLeftOnly() && condition == null) {
      for (int p = 0; p < pairs; p++) {
        matched[pairLeft[p]] = true;
      }
      return null;
    }
    Batch candidates = gather(built, pairs);
    int count = pairs;
    if (condition != null) {
      makeRoom(pairs);
      count = condition.select(candidates, kept);
      candidates = candidates.filtered(kept, count);
    }
    for (int k = 0; k < count; k++) {
      int pair = candidates.selected()[k];
      matched[pairLeft[pair]] = true;
      if (join.kind().keepsRight) {
        partnered.set(pairRight[pair]);
      }
    }
    return count == 0 || join.kind().givesLeftOnly() ? null : candidates;
  }

  private void makeRoom(int positions) {
    if (kept.length < positions) {
      kept = new int[positions];
    }
  }

  private Batch gather(Partners built, int pairs) {
    return Batch.loading(
        types.size(),
        (column, asked) -> {
          Vector gathered = Vector.create(types.get(column), pairs);
          boolean fromLeft = column < leftWidth;
          Vector source = fromLeft ? leftColumns[column] : built.rows().column(column - leftWidth);
          int[] numbers = fromLeft ? pairLeft : pairRight;
          for (int k = 0; k < asked.count(); k++) {
            int pair = asked.selected()[k];
            gathered.copy(pair, source, numbers[pair]);
          }
          return gathered;
        },
        pairs);
  }

  /** The rows of a left batch that have partners, or those that have none. */
  private @Nullable Batch matching(Batch rows, boolean wanted) {
    if (unmatchedAt > 0) {
      return null;
    }
    unmatchedAt = 1;
    makeRoom(rows.count());
    int count = 0;
    for (int k = 0; k < rows.count(); k++) {
      int i = rows.selected()[k];
      if (matched[i] == wanted) {
        kept[count++] = i;
      }
    }
    return count == 0 ? null : rows.filtered(kept, count);
  }

  private @Nullable Batch unmatched(Batch rows) {
    Batch without = matching(rows, false);
    if (without == null) {
      return null;
    }
    Vector[] columns = new Vector[types.size()];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = c < leftWidth ? without.column(c) : nulls(types.get(c), without.capacity());
    }
    return without.withColumns(columns);
  }

  /** Right rows that no left row was a partner of. */
  private @Nullable Batch unpartnered(Partners built) {
    if (!join.kind().keepsRight) {
      return null;
    }
    int[] numbers = new int[Batch.ROWS_MAX];
    int count = 0;
    for (unpartneredAt = partnered.nextClearBit(unpartneredAt);
        unpartneredAt < built.rows().size() && count < numbers.length;
        unpartneredAt = partnered.nextClearBit(unpartneredAt + 1)) {
      numbers[count++] = unpartneredAt;
    }
    if (count == 0) {
      return null;
    }
    Batch right = built.rows().batch(numbers, 0, count);
    Vector[] columns = new Vector[types.size()];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = c < leftWidth ? nulls(types.get(c), count) : right.column(c - leftWidth);
    }
    return Batch.of(columns, count);
  }

  private static Vector nulls(VectorType type, int count) {
    Vector vector = Vector.create(type, count);
    for (int i = 0; i < count; i++) {
      vector.setNull(i);
    }
    return vector;
  }

  @Override
  public void close() {
    if (left != null) {
      left.close();
    }
    if (parted != null) {
      parted.close();
    }
    if (partners != null) {
      partners.release();
    }
  }
}
