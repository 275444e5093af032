package dev.kevo.sql.vector;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Slice;
import dev.kevo.sql.exec.EntryCursor;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.exec.TableScan;
import dev.kevo.sql.row.RowReader;
import dev.kevo.sql.table.TypedTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of a typed table as batches whose columns are decoded when they are asked for, and then
 * only at the positions that are still selected.
 *
 * @param operands the values that the scan's bounds count on
 */
public record ScanBatches(
    TypedTable table, TableScan scan, Scalar[] operands, List<VectorType> types)
    implements BatchSource {
  public ScanBatches {
    types = List.copyOf(types);
  }

  @Override
  public BatchCursor open(StatementContext context) {
    return open(context, scan.ranges(Scalar.values(operands, context)));
  }

  /** Reads ranges that are parts of the scan's. */
  BatchCursor open(StatementContext context, List<KeyRange> ranges) {
    return new Cursor(scan.entries(context, ranges));
  }

  private final class Cursor implements BatchCursor, Batch.ColumnLoader {
    private final EntryCursor entries;
    private final BatchSizes sizes = new BatchSizes();
    private final RowReader reader = table.reader();
    private final Slice slice = new Slice();
    private Slice[] keys = new Slice[0];
    private Slice[] values = new Slice[0];
    private final @Nullable Vector[] vectors = new Vector[types.size()];

    Cursor(EntryCursor entries) {
      this.entries = entries;
    }

    @Override
    public @Nullable Batch next() {
      int capacity = sizes.next();
      if (keys.length < capacity) {
        keys = slices(capacity);
        values = slices(capacity);
      }
      int count = 0;
      while (count < capacity && entries.next()) {
        keys[count].set(entries.key());
        values[count++].set(entries.value());
      }
      return count == 0 ? null : Batch.loading(vectors.length, this, count);
    }

    private static Slice[] slices(int count) {
      Slice[] slices = new Slice[count];
      for (int i = 0; i < count; i++) {
        slices[i] = new Slice();
      }
      return slices;
    }

    @Override
    public Vector load(int index, Batch batch) {
      Vector vector = vectors[index];
      if (vector == null || vector.capacity() < batch.capacity()) {
        vector = Vector.create(types.get(index), keys.length);
        vectors[index] = vector;
      }
      vector.clearNulls();
      int column = scan.columns()[index];
      int[] selected = batch.selected();
      for (int k = 0; k < batch.count(); k++) {
        int i = selected[k];
        reader.set(keys[i], values[i]);
        if (reader.isNull(column)) {
          vector.setNull(i);
        } else {
          read(column, vector, i);
        }
      }
      return vector;
    }

    private void read(int column, Vector vector, int position) {
      if (vector instanceof LongVector longs && reader.isLong(column)) {
        longs.values()[position] = reader.getLong(column);
      } else if (vector instanceof BytesVector bytes && reader.getBytes(column, slice)) {
        bytes.set(position, slice.array(), slice.offset(), slice.length());
      } else {
        vector.set(position, reader.get(column));
      }
    }

    @Override
    public void close() {
      entries.close();
    }
  }
}
