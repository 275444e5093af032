package dev.kevo.sql.vector;

import dev.kevo.sql.exec.KeyBounds;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.exec.TableScan;
import dev.kevo.sql.table.KeySpace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A table as the looked-up side of a join: its rows under given values of leading key columns, by
 * its primary key or an index.
 *
 * @param scan reads the whole table or index
 * @param keys the other side's columns that equal the leading key columns, in the key's order
 * @param scanned the types of the scan's columns
 * @param above what is done to the scan's rows before they are joined
 * @param readAgain about how many other rows that reads each time
 */
public record Lookup(
    TableScan scan,
    int[] keys,
    List<VectorType> scanned,
    UnaryOperator<BatchSource> above,
    double readAgain) {
  public Lookup {
    scanned = List.copyOf(scanned);
  }

  /** The rows whose keys some row of a batch has; valid as long as the batch is. */
  BatchSource rowsFor(Batch batch) {
    List<KeyBounds.Box> boxes = new ArrayList<>(batch.count());
    @Nullable Object[] operands = new Object[batch.count() * keys.length];
    for (int k = 0; k < batch.count(); k++) {
      int[] box = box(batch, batch.selected()[k], operands, boxes.size() * keys.length);
      if (box != null) {
        boxes.add(KeyBounds.Box.equalTo(box));
      }
    }
    KeySpace space = scan.index() == null ? scan.table() : scan.index();
    TableScan bounded = scan.withBounds(new KeyBounds(space, boxes));
    return above.apply(
        new RowBatches(context -> bounded.open(context, operands, Long.MAX_VALUE), scanned));
  }

  /** The numbers of a row's operands, which are put from a place on; null if one is NULL. */
  private int @Nullable [] box(Batch batch, int position, @Nullable Object[] operands, int from) {
    int[] box = new int[keys.length];
    for (int c = 0; c < keys.length; c++) {
      Object value = batch.column(keys[c]).get(position);
      if (value == null) {
        return null;
      }
      operands[from + c] = value;
      box[c] = from + c;
    }
    return box;
  }

  /** All rows. */
  BatchSource all() {
    return above.apply(
        new RowBatches(context -> scan.open(context, new Object[0], Long.MAX_VALUE), scanned));
  }

  /** About how many rows the table has now. */
  double tableRows(StatementContext context) {
    context.poll();
    return scan.table().rowCount();
  }
}
