package dev.kevo.sql.vector;

import dev.kevo.engine.Slice;
import dev.kevo.engine.TemporaryFile;
import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows in a temporary file. For one thread. */
final class SpilledRows implements BatchSource {
  private final List<VectorType> types;
  private final TemporaryFile file;
  private final RowRecords records = new RowRecords();

  SpilledRows(List<VectorType> types, TemporaryFile file) {
    this.types = List.copyOf(types);
    this.file = file;
  }

  /** Writes a row of a batch or of stored rows. */
  void add(Vector[] row, int position) {
    int size = records.encode(row, position);
    file.append(records.array(), 0, size);
  }

  @Override
  public List<VectorType> types() {
    return types;
  }

  /** Reads the rows; the file goes with the cursor. */
  @Override
  public BatchCursor open(StatementContext context) {
    return read(context, true);
  }

  /** Reads the rows; the file stays, and may be read again at the same time. */
  BatchCursor reread(StatementContext context) {
    return read(context, false);
  }

  private BatchCursor read(StatementContext context, boolean last) {
    TemporaryFile.Records source = file.read();
    RowRecords.Reader reader = new RowRecords.Reader();
    return new BatchCursor() {
      private final BatchSizes sizes = new BatchSizes();
      private Vector[] columns = new Vector[0];

      @Override
      public @Nullable Batch next() {
        context.poll();
        int capacity = sizes.next();
        columns = sizes.vectors(columns, types, capacity);
        int count = 0;
        while (count < capacity) {
          Slice record = source.next();
          if (record == null) {
            break;
          }
          reader.decode(record, columns, count++);
        }
        return count == 0 ? null : Batch.of(columns, count);
      }

      @Override
      public void close() {
        if (last) {
          file.close();
        }
      }
    };
  }

  /** Deletes the file before the statement ends. */
  void close() {
    file.close();
  }
}
