package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are gone over several times, by number: in memory, or in a file once they do not fit.
 * Not thread-safe.
 */
final class KeptRows {
  private final List<VectorType> types;
  private final StatementContext context;
  private final StoredRows kept;
  private final List<Pointer> pointers = new ArrayList<>();
  private @Nullable SpilledRows file;
  private long size;

  KeptRows(List<VectorType> types, StatementContext context) {
    this.types = types;
    this.context = context;
    this.kept = new StoredRows(types, context.memory());
  }

  long size() {
    return size;
  }

  /** Keeps one more row. */
  void add(Vector[] row, int position) {
    size++;
    SpilledRows spilled = file;
    if (spilled == null && kept.isFull()) {
      spilled = new SpilledRows(types, context.memory().file());
      for (int i = 0; i < kept.size(); i++) {
        spilled.add(kept.columns(), i);
      }
      kept.clear();
      file = spilled;
    }
    if (spilled == null) {
      kept.add(row, position);
    } else {
      spilled.add(row, position);
    }
  }

  /** Keeps all rows of a batch. */
  void addAll(Batch batch) {
    Vector[] row = StoredRows.columnsOf(batch);
    for (int k = 0; k < batch.count(); k++) {
      add(row, batch.selected()[k]);
    }
  }

  /** Reads the rows; they stay. */
  BatchCursor read() {
    if (file != null) {
      return file.reread(context);
    }
    return new BatchCursor() {
      private int given;

      @Override
      public @Nullable Batch next() {
        context.poll();
        int count = Math.min(Batch.ROWS_MAX, kept.size() - given);
        if (count == 0) {
          return null;
        }
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
          numbers[i] = given++;
        }
        return kept.batch(numbers, 0, count);
      }

      @Override
      public void close() {
        given = kept.size();
      }
    };
  }

  /** Forgets the rows, to keep others. */
  void clear() {
    kept.clear();
    if (file != null) {
      file.close();
      file = null;
    }
    pointers.forEach(Pointer::reset);
    size = 0;
  }

  /** A pointer that stays when the rows change. */
  Pointer pointer() {
    Pointer pointer = new Pointer();
    pointers.add(pointer);
    return pointer;
  }

  /** Points at one row. Moving forward is cheap, moving back is not if the rows are in a file. */
  final class Pointer {
    private @Nullable BatchCursor reader;
    private @Nullable Batch batch;
    private long batchStart;
    private int position;

    void moveTo(long row) {
      SpilledRows spilled = file;
      if (spilled == null) {
        position = (int) row;
        return;
      }
      BatchCursor rows = reader;
      if (rows == null || row < batchStart) {
        rows = spilled.reread(context);
        reader = rows;
        batch = null;
        batchStart = 0;
      }
      Batch current = batch;
      while (current == null || row >= batchStart + current.count()) {
        batchStart += current == null ? 0 : current.count();
        current = rows.next();
        if (current == null) {
          throw new AssertionError("row " + row + " of " + size);
        }
        batch = current;
      }
      position = (int) (row - batchStart);
    }

    Vector column(int index) {
      Batch current = batch;
      return current == null ? kept.column(index) : current.column(index);
    }

    /** Where the row's values lie in the columns. */
    int position() {
      return position;
    }

    private void reset() {
      reader = null;
      batch = null;
      batchStart = 0;
    }
  }
}
