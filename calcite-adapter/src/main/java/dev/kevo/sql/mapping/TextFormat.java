package dev.kevo.sql.mapping;

import dev.kevo.engine.Slice;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One column, as text in UTF-8. */
record TextFormat(MappedColumn column) implements ValueFormat {
  @Override
  public void read(Slice value, @Nullable Object[] row) {
    row[column.ordinal()] = column.convert(MappedColumn.utf8(value));
  }

  @Override
  public byte[] write(@Nullable Object[] row, @Nullable Slice stored) {
    Object value = row[column.ordinal()];
    if (value == null) {
      throw column.nullRefused();
    }
    return column.text(value).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean holdsMore() {
    return false;
  }
}
