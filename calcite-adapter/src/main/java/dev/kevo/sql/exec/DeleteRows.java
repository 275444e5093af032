package dev.kevo.sql.exec;

import dev.kevo.sql.table.KevoTable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * DELETE: a row of the source begins with the old row, in which columns that nobody needs are NULL.
 *
 * @param table the table
 * @param streams whether rows may be written while the source is read
 * @param repeats whether the source may give a row of the table more than once
 */
public record DeleteRows(KevoTable table, boolean streams, boolean repeats)
    implements ChangeAction {
  @Override
  public long run(StatementContext context, RowSource source, RowWriter writer) {
    Set<ByteBuffer> seen = new HashSet<>();
    return ChangeAction.forEach(
        context,
        source,
        streams,
        values -> {
          if (repeats && !seen.add(ByteBuffer.wrap(table.encodeKey(values)))) {
            return false;
          }
          writer.delete(Arrays.copyOf(values, table.columnCount()));
          return true;
        });
  }
}
