package dev.kevo.sql.session;

import dev.kevo.engine.Slice;
import dev.kevo.engine.Snapshot;
import dev.kevo.sql.exec.Pasts;
import dev.kevo.sql.exec.RowCursor;
import dev.kevo.sql.table.EncodedRow;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.Uuids;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** The rows of a query; keeps the state that it reads until it is closed. */
final class QueryResult implements SqlResult {
  private static final @Nullable Object[] NO_ROW = new Object[0];
  private static final @Nullable Object[] CLOSED = new Object[0];

  private final EngineSession session;
  private final EngineSession.Running began;
  private final RelDataType rowType;
  private final RowCursor rows;
  private final @Nullable Snapshot snapshot;
  private final Pasts pasts;

  /**
   * The current row: an {@link EncodedRow} or an array of values. Empty before the first row; in
   * one field, which says too whether the result is closed, since every query makes a result.
   */
  private Object row = NO_ROW;

  QueryResult(
      EngineSession session,
      EngineSession.Running began,
      RelDataType rowType,
      RowCursor rows,
      @Nullable Snapshot snapshot,
      Pasts pasts) {
    this.began = began;
    this.rowType = rowType;
    this.session = session;
    this.rows = rows;
    this.snapshot = snapshot;
    this.pasts = pasts;
  }

  @Override
  public long updateCount() {
    return -1;
  }

  @Override
  public boolean next() throws SQLException {
    if (isClosed()) {
      throw SqlState.INVALID_TRANSACTION_STATE.exception(
          "the result is closed; its transaction may have ended");
    }
    try {
      if (!rows.next()) {
        return false;
      }
      EncodedRow encoded = rows.encoded();
      row = encoded == null ? rows.row() : encoded;
      return true;
    } catch (Throwable e) {
      throw SqlErrors.translate(e);
    }
  }

  @Override
  public @Nullable Object get(int column) {
    Object value =
        row instanceof EncodedRow encoded
            ? encoded.get(column)
            : ((@Nullable Object[]) row)[column];
    return shown(value, column, rowType);
  }

  @Override
  public boolean hasLong(int column) {
    return row instanceof EncodedRow encoded && encoded.hasLong(column);
  }

  @Override
  public long getLong(int column) {
    return row instanceof EncodedRow encoded
        ? encoded.getLong(column)
        : SqlResult.super.getLong(column);
  }

  @Override
  public boolean hasDouble(int column) {
    return row instanceof EncodedRow encoded && encoded.hasDouble(column);
  }

  @Override
  public double getDouble(int column) {
    return row instanceof EncodedRow encoded
        ? encoded.getDouble(column)
        : SqlResult.super.getDouble(column);
  }

  @Override
  public boolean getText(int column, Slice into) {
    return row instanceof EncodedRow encoded && encoded.getText(column, into);
  }

  /** A value of a row as the caller gets it. */
  static @Nullable Object shown(@Nullable Object value, int column, RelDataType rowType) {
    // Most values are of these; whether something is a List takes long to find out.
    if (value instanceof String || value instanceof Long || value instanceof Integer) {
      return value;
    }
    return value instanceof ByteString || value instanceof List
        ? shown(value, rowType.getFieldList().get(column).getType())
        : value;
  }

  /** A value as the caller gets it: no byte strings, which the executor compares so well. */
  private static @Nullable Object shown(@Nullable Object value, @Nullable RelDataType type) {
    if (value instanceof ByteString bytes) {
      return type != null && type.getSqlTypeName() == SqlTypeName.UUID
          ? Uuids.uuid(bytes)
          : bytes.getBytes();
    }
    if (value instanceof List<?> list) {
      RelDataType element = type == null ? null : type.getComponentType();
      List<@Nullable Object> elements = new ArrayList<>(list.size());
      for (Object each : list) {
        elements.add(shown(each, element));
      }
      return elements;
    }
    return value;
  }

  /** Closes at the end of the session, where a read that fails hurts nobody. */
  void closeQuietly() {
    try {
      close(false);
    } catch (SQLException e) {
      row = CLOSED;
    }
  }

  private boolean isClosed() {
    return row == CLOSED;
  }

  @Override
  public void close() throws SQLException {
    close(true);
  }

  /**
   * Closes.
   *
   * @param byOwner whether the session's thread does, so that its next execution may have the rows'
   *     cursor
   */
  private void close(boolean byOwner) throws SQLException {
    if (isClosed()) {
      return;
    }
    row = CLOSED;
    session.closed(this, began);
    try {
      try {
        rows.close();
        if (byOwner && rows.isReusable()) {
          began.statement().leaveUsedRows(rows);
        }
      } finally {
        pasts.close();
        if (snapshot != null) {
          snapshot.close();
        }
      }
    } catch (Throwable e) {
      throw SqlErrors.translate(e);
    }
  }
}
