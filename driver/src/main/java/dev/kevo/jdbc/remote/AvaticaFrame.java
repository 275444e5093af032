package dev.kevo.jdbc.remote;

import dev.kevo.sql.session.ResultColumn;
import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;
import org.jspecify.annotations.Nullable;

/** Rows in an Avatica message. */
final class AvaticaFrame implements RowFrame {
  private static final @Nullable Object[] NO_ROW = {};

  private final List<Common.Row> rows;
  private final boolean last;
  private final List<ResultColumn> columns;
  private int position;
  private @Nullable Object[] current = NO_ROW;

  AvaticaFrame(Common.Frame frame, List<ResultColumn> columns) {
    this.rows = frame.getRowsList();
    this.last = frame.getDone();
    this.columns = columns;
  }

  @Override
  public int rows() {
    return rows.size();
  }

  @Override
  public boolean isLast() {
    return last;
  }

  @Override
  public boolean next() throws SQLException {
    if (position == rows.size()) {
      return false;
    }
    current = WireValues.decodeRow(rows.get(position++), columns);
    return true;
  }

  @Override
  public @Nullable Object get(int column) {
    return current[column];
  }
}
