package dev.kevo.jdbc.remote;

import dev.kevo.jdbc.remote.PackedFormat.Tag;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Rows in a message of {@link PackedFormat}. They stay in its bytes: a step finds where the values
 * are, and a value is made when it is asked for.
 */
final class PackedFrame implements RowFrame {
  private final PackedReader reader;
  private final int rows;
  private final boolean last;

  /** Where each value of the current row begins. */
  private final int[] starts;

  private int done;
  private int end;

  /**
   * Reads a frame's head.
   *
   * @param columns how many values each row has
   */
  PackedFrame(PackedReader reader, int columns) {
    this.reader = reader;
    this.last = reader.readByte() != 0;
    this.rows = reader.readFixedInt();
    this.starts = new int[columns];
    this.end = reader.position();
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public boolean isLast() {
    return last;
  }

  @Override
  public boolean next() throws SQLException {
    if (done == rows) {
      return false;
    }
    reader.seek(end);
    if (reader.readWidth() != starts.length) {
      throw PackedReader.malformed("a row of another width");
    }
    for (int i = 0; i < starts.length; i++) {
      starts[i] = reader.position();
      reader.skipValue();
    }
    end = reader.position();
    done++;
    return true;
  }

  private Tag seek(int column) {
    reader.seek(starts[column]);
    return reader.readTag();
  }

  @Override
  public @Nullable Object get(int column) {
    reader.seek(starts[column]);
    return reader.readValue();
  }

  @Override
  public boolean hasLong(int column) {
    return switch (seek(column)) {
      case BYTE, SHORT, INTEGER, LONG -> true;
      default -> false;
    };
  }

  @Override
  public long getLong(int column) {
    seek(column);
    return reader.readLong();
  }

  @Override
  public boolean hasDouble(int column) {
    return seek(column) == Tag.DOUBLE;
  }

  @Override
  public double getDouble(int column) {
    seek(column);
    return reader.readDouble();
  }
}
