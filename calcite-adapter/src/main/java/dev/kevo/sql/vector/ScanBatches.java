package dev.kevo.sql.vector;

import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.KeyRange;
import dev.kevo.sql.exec.EntryCursor;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.exec.TableScan;
import dev.kevo.sql.row.ColumnReader;
import dev.kevo.sql.row.RowPlaces;
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
    private final @Nullable Vector[] vectors = new Vector[types.size()];
    private final @Nullable ColumnReader[] readers = new ColumnReader[types.size()];
    private final RowPlaces places = table.places();
    private EntryBatch rows = new EntryBatch(1);
    private int capacity;

    Cursor(EntryCursor entries) {
      this.entries = entries;
    }

    @Override
    public @Nullable Batch next() {
      int wanted = sizes.next();
      if (wanted > capacity) {
        capacity = wanted;
        rows = new EntryBatch(wanted);
      }
      rows.clear();
      int count = entries.next(rows);
      places.set(rows);
      return count == 0 ? null : Batch.loading(vectors.length, this, count);
    }

    @Override
    public Vector load(int index, Batch batch) {
      Vector vector = vectors[index];
      if (vector == null || vector.capacity() < batch.capacity()) {
        vector = Vector.create(types.get(index), capacity);
        vectors[index] = vector;
      }
      read(reader(index), vector, batch.selected(), batch.count());
      return vector;
    }

    private ColumnReader reader(int index) {
      ColumnReader reader = readers[index];
      if (reader == null) {
        reader = table.reader(scan.columns()[index]);
        readers[index] = reader;
      }
      return reader;
    }

    private void read(ColumnReader reader, Vector vector, int[] selected, int count) {
      vector.clearNulls();
      if (vector instanceof LongVector longs && reader.isLong()) {
        vector.setNulls(reader.readLongs(places, selected, count, longs.values()));
      } else if (vector instanceof DoubleVector doubles && reader.isDouble()) {
        vector.setNulls(reader.readDoubles(places, selected, count, doubles.values()));
      } else if (vector instanceof BytesVector bytes && reader.isBytes()) {
        vector.setNulls(bytes.read(reader, places, selected, count));
      } else {
        for (int k = 0; k < count; k++) {
          vector.set(selected[k], reader.get(places, selected[k]));
        }
      }
    }

    @Override
    public void close() {
      entries.close();
    }
  }
}
