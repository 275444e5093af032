package dev.kevo.sql.session;

import dev.kevo.engine.Snapshot;
import dev.kevo.sql.exec.Pasts;
import dev.kevo.sql.exec.RowCursor;
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

  private final EngineSession session;
  private final EngineSession.Running began;
  private final RelDataType rowType;
  private final RowCursor rows;
  private final @Nullable Snapshot snapshot;
  private final Pasts pasts;
  private @Nullable Object[] row = NO_ROW;
  private boolean closed;

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
    if (closed) {
      throw SqlState.INVALID_TRANSACTION_STATE.exception(
          "the result is closed; its transaction may have ended");
    }
    try {
      if (!rows.next()) {
        return false;
      }
      row = rows.row();
      return true;
    } catch (Throwable e) {
      throw SqlErrors.translate(e);
    }
  }

  @Override
  public @Nullable Object get(int column) {
    return shown(row, column, rowType);
  }

  /** A value of a row as the caller gets it. */
  static @Nullable Object shown(@Nullable Object[] row, int column, RelDataType rowType) {
    Object value = row[column];
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
      close();
    } catch (SQLException e) {
      closed = true;
    }
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    session.closed(this, began);
    try {
      try {
        rows.close();
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
