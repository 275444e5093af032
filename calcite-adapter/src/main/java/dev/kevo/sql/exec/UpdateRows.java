package dev.kevo.sql.exec;

import dev.kevo.sql.table.KevoTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * UPDATE: a row of the source has the old row, the hidden row id included, then the new values.
 *
 * @param table the table
 * @param updated the columns that are set; not to be changed
 * @param streams whether rows may be written while the source is read
 * @param repeats whether the source may give a row of the table more than once; the first counts
 */
public record UpdateRows(KevoTable table, int[] updated, boolean streams, boolean repeats)
    implements ChangeAction {
  @Override
  public long run(StatementContext context, RowSource source, RowWriter writer) {
    boolean collects = writer.mustCollect(updated);
    Set<ByteBuffer> seen = repeats ? new HashSet<>() : Set.of();
    List<RowWriter.Update> updates = collects ? new ArrayList<>() : List.of();
    long count =
        ChangeAction.forEach(
            context,
            source,
            streams || collects,
            values -> {
              @Nullable Object[] old = Arrays.copyOf(values, table.columnCount());
              if (repeats && !seen.add(ByteBuffer.wrap(table.encodeKey(old)))) {
                return false;
              }
              @Nullable Object[] row = NewRows.updated(table, old, updated, values, old.length);
              if (collects) {
                updates.add(new RowWriter.Update(old, row));
              } else {
                writer.update(old, row);
              }
              return true;
            });
    writer.update(updates);
    return count;
  }
}
