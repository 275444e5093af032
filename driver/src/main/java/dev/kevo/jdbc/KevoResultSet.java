package dev.kevo.jdbc;

import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.ResultColumn;
import dev.kevo.sql.session.SqlResult;
import dev.kevo.sql.types.SqlState;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query, read one by one as the application asks for them; columns are counted from
 * 1. After the last row the query is over, though the result is open until it is closed.
 */
final class KevoResultSet extends LabelledResultSet {
  private final KevoStatement statement;
  private final List<ResultColumn> columns;
  private final SqlResult rows;
  private final CancelToken token;
  private final @Nullable PreparedSql ownStatement; // released with the result

  // Written under the connection's lock.
  private int row; // 0 before the first and after the last
  private boolean atEnd;
  private volatile boolean closed;

  private boolean lastWasNull;

  /**
   * The result of a statement.
   *
   * @param once whether the statement is not used again
   */
  KevoResultSet(
      KevoStatement statement,
      PreparedSql prepared,
      SqlResult rows,
      CancelToken token,
      boolean once) {
    this.statement = statement;
    this.columns = prepared.columns();
    this.rows = rows;
    this.token = token;
    this.ownStatement = once ? prepared : null;
  }

  /** A result that no running statement stands behind. */
  KevoResultSet(KevoStatement statement, List<ResultColumn> columns, SqlResult rows) {
    this.statement = statement;
    this.columns = columns;
    this.rows = rows;
    this.token = new CancelToken();
    this.ownStatement = null;
  }

  CancelToken cancelToken() {
    return token;
  }

  // Moving.

  @Override
  public boolean next() throws SQLException {
    KevoConnection connection = statement.connection;
    connection.enter();
    try {
      checkOpen();
      if (atEnd) {
        return false;
      }
      if (rows.next()) {
        row++;
        return true;
      }
      row = 0;
      atEnd = true;
      rows.close();
      return false;
    } catch (SQLException e) {
      throw JdbcErrors.stopped(e, token);
    } catch (RuntimeException e) {
      throw JdbcErrors.unexpected(e);
    } finally {
      connection.leave();
    }
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    KevoConnection connection = statement.connection;
    if (connection.isClosed()) {
      closed = true; // and its session has closed the rows
      return;
    }
    connection.enter();
    try {
      if (!closed) {
        closed = true;
        connection.openResults().remove(this);
        try {
          rows.close();
        } finally {
          if (ownStatement != null) {
            connection.link().release(ownStatement);
          }
          statement.resultClosed(this);
        }
      }
    } catch (RuntimeException e) {
      throw JdbcErrors.unexpected(e);
    } finally {
      connection.leave();
    }
  }

  @Override
  public boolean isClosed() {
    return closed || statement.connection.isClosed();
  }

  private void checkOpen() throws SQLException {
    if (closed) {
      throw JdbcErrors.resultClosed();
    }
    if (statement.connection.isClosed()) {
      throw JdbcErrors.connectionClosed();
    }
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    checkOpen();
    return row == 0 && !atEnd;
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    checkOpen();
    return atEnd;
  }

  @Override
  public boolean isFirst() throws SQLException {
    checkOpen();
    return row == 1;
  }

  @Override
  public int getRow() throws SQLException {
    checkOpen();
    return row;
  }

  // Values.

  /** The value in a column of the current row. */
  private @Nullable Object value(int column) throws SQLException {
    checkOnValue(column);
    try {
      Object value = rows.get(column - 1);
      lastWasNull = value == null;
      return value;
    } catch (RuntimeException e) {
      // It was decoded only now.
      throw JdbcErrors.unexpected(e);
    }
  }

  private void checkOnValue(int column) throws SQLException {
    checkOpen();
    if (column < 1 || column > columns.size()) {
      throw SqlState.NO_SUCH_PARAMETER.exception(
          "there is no column " + column + "; the result has " + columns.size());
    }
    if (row == 0) {
      throw SqlState.INVALID_CURSOR_STATE.exception(
          atEnd ? "there are no more rows" : "next() must be called first");
    }
  }

  private ResultColumn column(int column) {
    return columns.get(column - 1);
  }

  @Override
  public boolean wasNull() throws SQLException {
    checkOpen();
    return lastWasNull;
  }

  @Override
  public int findColumn(String label) throws SQLException {
    checkOpen();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).label().equals(label)) {
        return i + 1;
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).label().equalsIgnoreCase(label)) {
        return i + 1;
      }
    }
    throw SqlState.UNDEFINED_COLUMN.exception("the result has no column " + label);
  }

  @Override
  public @Nullable String getString(int column) throws SQLException {
    Object value = value(column);
    return value == null ? null : Convert.toText(value, column(column));
  }

  @Override
  public boolean getBoolean(int column) throws SQLException {
    Object value = value(column);
    return value != null && Convert.toBoolean(value, column(column));
  }

  private long getWhole(int column, long min, long max, String target) throws SQLException {
    checkOnValue(column);
    try {
      if (rows.hasLong(column - 1) && !Convert.isTemporal(column(column))) {
        lastWasNull = false;
        return Convert.inRange(rows.getLong(column - 1), min, max, column(column), target);
      }
    } catch (RuntimeException e) {
      throw JdbcErrors.unexpected(e);
    }
    Object value = value(column);
    return value == null ? 0 : Convert.toLong(value, column(column), min, max, target);
  }

  @Override
  public byte getByte(int column) throws SQLException {
    return (byte) getWhole(column, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
  }

  @Override
  public short getShort(int column) throws SQLException {
    return (short) getWhole(column, Short.MIN_VALUE, Short.MAX_VALUE, "short");
  }

  @Override
  public int getInt(int column) throws SQLException {
    return (int) getWhole(column, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
  }

  @Override
  public long getLong(int column) throws SQLException {
    return getWhole(column, Long.MIN_VALUE, Long.MAX_VALUE, "long");
  }

  @Override
  public float getFloat(int column) throws SQLException {
    Object value = value(column);
    return value == null ? 0 : Convert.toFloat(value, column(column));
  }

  @Override
  public double getDouble(int column) throws SQLException {
    checkOnValue(column);
    try {
      if (rows.hasDouble(column - 1)) {
        lastWasNull = false;
        return rows.getDouble(column - 1);
      }
    } catch (RuntimeException e) {
      throw JdbcErrors.unexpected(e);
    }
    Object value = value(column);
    return value == null ? 0 : Convert.toDouble(value, column(column));
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
    Object value = value(column);
    return value == null ? null : Convert.toBigDecimal(value, column(column));
  }

  @Override
  @Deprecated
  public @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
    BigDecimal value = getBigDecimal(column);
    return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
  }

  @Override
  public byte @Nullable [] getBytes(int column) throws SQLException {
    Object value = value(column);
    return value == null ? null : Convert.toBytes(value, column(column));
  }

  @Override
  public @Nullable Date getDate(int column) throws SQLException {
    return getDate(column, null);
  }

  @Override
  public @Nullable Date getDate(int column, @Nullable Calendar zone) throws SQLException {
    Object value = value(column);
    return value == null ? null : JavaDates.date(Convert.toLocalDate(value, column(column)), zone);
  }

  @Override
  public @Nullable Time getTime(int column) throws SQLException {
    return getTime(column, null);
  }

  @Override
  public @Nullable Time getTime(int column, @Nullable Calendar zone) throws SQLException {
    Object value = value(column);
    return value == null ? null : JavaDates.time(Convert.toLocalTime(value, column(column)), zone);
  }

  @Override
  public @Nullable Timestamp getTimestamp(int column) throws SQLException {
    return getTimestamp(column, null);
  }

  @Override
  public @Nullable Timestamp getTimestamp(int column, @Nullable Calendar zone) throws SQLException {
    Object value = value(column);
    return value == null ? null : JavaObjects.timestamp(value, column(column), zone);
  }

  @Override
  public @Nullable Object getObject(int column) throws SQLException {
    Object value = value(column);
    return value == null ? null : JavaObjects.natural(value, column(column));
  }

  /** As {@link #getObject(int)}: there are no types that a map could name. */
  @Override
  public @Nullable Object getObject(int column, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return getObject(column);
  }

  @Override
  public <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
    if (type == null) {
      throw JdbcErrors.invalid("getObject needs a class");
    }
    Object value = value(column);
    return value == null ? null : JavaObjects.as(type, value, column(column));
  }

  @Override
  public @Nullable Array getArray(int column) throws SQLException {
    return getObject(column, Array.class);
  }

  @Override
  public @Nullable Blob getBlob(int column) throws SQLException {
    byte[] bytes = getBytes(column);
    return bytes == null ? null : new BinaryLob(bytes);
  }

  @Override
  public @Nullable Clob getClob(int column) throws SQLException {
    return getNClob(column);
  }

  @Override
  public @Nullable NClob getNClob(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new TextLob(text);
  }

  @Override
  public @Nullable String getNString(int column) throws SQLException {
    return getString(column);
  }

  @Override
  public @Nullable InputStream getBinaryStream(int column) throws SQLException {
    byte[] bytes = getBytes(column);
    return bytes == null ? null : new ByteArrayInputStream(bytes);
  }

  @Override
  public @Nullable InputStream getAsciiStream(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  @Deprecated
  public @Nullable InputStream getUnicodeStream(int column) throws SQLException {
    throw JdbcErrors.notSupported("getUnicodeStream");
  }

  @Override
  public @Nullable Reader getCharacterStream(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new StringReader(text);
  }

  @Override
  public @Nullable Reader getNCharacterStream(int column) throws SQLException {
    return getCharacterStream(column);
  }

  @Override
  public @Nullable URL getURL(int column) throws SQLException {
    String text = getString(column);
    try {
      return text == null ? null : new URL(text);
    } catch (MalformedURLException e) {
      throw SqlState.INVALID_CAST.exception(
          "the value of column " + column(column).label() + " is not a URL", e);
    }
  }

  @Override
  public Ref getRef(int column) throws SQLException {
    throw JdbcErrors.notSupported("the REF type");
  }

  @Override
  public RowId getRowId(int column) throws SQLException {
    throw JdbcErrors.notSupported("the ROWID type");
  }

  @Override
  public SQLXML getSQLXML(int column) throws SQLException {
    throw JdbcErrors.notSupported("the XML type");
  }

  // About the result.

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return new KevoResultSetMetaData(columns);
  }

  @Override
  public Statement getStatement() throws SQLException {
    checkOpen();
    return statement;
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public void clearWarnings() throws SQLException {
    checkOpen();
  }

  @Override
  public String getCursorName() throws SQLException {
    throw JdbcErrors.notSupported("a named cursor");
  }

  @Override
  public int getFetchDirection() throws SQLException {
    checkOpen();
    return ResultSet.FETCH_FORWARD;
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    checkOpen();
    if (direction != ResultSet.FETCH_FORWARD) {
      throw JdbcErrors.invalid("rows are read forward only");
    }
  }

  @Override
  public int getFetchSize() throws SQLException {
    checkOpen();
    return 0;
  }

  /** A hint, which comes too late for a query that runs already. */
  @Override
  public void setFetchSize(int size) throws SQLException {
    checkOpen();
    if (size < 0) {
      throw JdbcErrors.invalid("the fetch size must not be negative");
    }
  }

  @Override
  public int getType() throws SQLException {
    checkOpen();
    return ResultSet.TYPE_FORWARD_ONLY;
  }

  @Override
  public int getConcurrency() throws SQLException {
    checkOpen();
    return ResultSet.CONCUR_READ_ONLY;
  }

  @Override
  public int getHoldability() throws SQLException {
    checkOpen();
    return ResultSet.CLOSE_CURSORS_AT_COMMIT;
  }

  @Override
  public boolean rowUpdated() throws SQLException {
    checkOpen();
    return false;
  }

  @Override
  public boolean rowInserted() throws SQLException {
    checkOpen();
    return false;
  }

  @Override
  public boolean rowDeleted() throws SQLException {
    checkOpen();
    return false;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return JdbcErrors.unwrap(this, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
