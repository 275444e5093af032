package dev.kevo.jdbc;

import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.types.SqlState;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose text is given once and whose parameters at each run. Values are kept as the
 * setters got them; the session makes them the parameters' types.
 */
final class KevoPreparedStatement extends KevoStatement implements PreparedStatement {
  private static final Object NOT_SET = new Object();

  private final PreparedSql statement;
  private final @Nullable Object[] values;
  private @Nullable List<@Nullable Object[]> rows; // of the batch; guarded by the connection's lock

  KevoPreparedStatement(KevoConnection connection, PreparedSql statement) {
    super(connection);
    this.statement = statement;
    this.values = new @Nullable Object[statement.parameters().size()];
    Arrays.fill(values, NOT_SET);
  }

  // Running.

  private boolean run(Expect expect) throws SQLException {
    enter();
    try {
      endResult();
      checkAllSet();
      return run(statement, values, expect, false, start());
    } catch (RuntimeException e) {
      throw JdbcErrors.unexpected(e);
    } finally {
      connection.leave();
    }
  }

  private void checkAllSet() throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == NOT_SET) {
        throw SqlState.PARAMETER_NOT_SET.exception("parameter " + (i + 1) + " is not set");
      }
    }
  }

  @Override
  public boolean execute() throws SQLException {
    return run(Expect.ANYTHING);
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    run(Expect.ROWS);
    return openResult();
  }

  @Override
  public int executeUpdate() throws SQLException {
    return (int) Math.min(Integer.MAX_VALUE, executeLargeUpdate());
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    run(Expect.COUNT);
    return getLargeUpdateCount();
  }

  @Override
  public void clearParameters() throws SQLException {
    checkOpen();
    Arrays.fill(values, NOT_SET);
  }

  // Batches.

  @Override
  public void addBatch() throws SQLException {
    enter();
    try {
      checkAllSet();
      if (rows == null) {
        rows = new ArrayList<>();
      }
      rows.add(values.clone());
    } finally {
      connection.leave();
    }
  }

  @Override
  public void clearBatch() throws SQLException {
    enter();
    try {
      rows = null;
    } finally {
      connection.leave();
    }
  }

  /** Runs the statement with all rows; with autocommit on, in one transaction: all or none. */
  @Override
  public long[] executeLargeBatch() throws SQLException {
    enter();
    try {
      endResult();
      List<@Nullable Object[]> batch = rows;
      rows = null;
      if (batch == null) {
        return new long[0];
      }
      if (statement.kind() == PreparedSql.Kind.QUERY) {
        throw new BatchUpdateException(
            "a batch must not contain queries",
            SqlState.INVALID_PARAMETER.code(),
            0,
            new long[0],
            null);
      }
      CancelToken running = start();
      try {
        List<@Nullable Object[]> inserted = new ArrayList<>();
        long[] counts = connection.session().executeBatch(statement, batch, running, inserted);
        keys.set(statement, inserted);
        return counts;
      } finally {
        stopped();
      }
    } catch (RuntimeException e) {
      throw JdbcErrors.unexpected(e);
    } finally {
      connection.leave();
    }
  }

  // What it is.

  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return statement.kind() == PreparedSql.Kind.QUERY
        ? new KevoResultSetMetaData(statement.columns())
        : null;
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    checkOpen();
    return new KevoParameterMetaData(statement.parameters());
  }

  @Override
  void releaseStatement() {
    connection.link().release(statement);
  }

  // Texts are given once.

  private static SQLException textGiven() {
    return SqlState.INVALID_PARAMETER.exception("a prepared statement has its text already");
  }

  @Override
  public boolean execute(String sql) throws SQLException {
    throw textGiven();
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    throw textGiven();
  }

  @Override
  public long executeLargeUpdate(String sql) throws SQLException {
    throw textGiven();
  }

  @Override
  public void addBatch(String sql) throws SQLException {
    throw textGiven();
  }

  // Parameters, counted from 1.

  private void set(int parameter, @Nullable Object value) throws SQLException {
    if (parameter < 1 || parameter > values.length) {
      checkOpen();
      throw KevoParameterMetaData.noSuchParameter(parameter, values.length);
    }
    if (isClosed()) {
      checkOpen();
    }
    values[parameter - 1] =
        value instanceof Instant || value instanceof LocalDateTime
            ? ParameterValues.inZone(value, statement.parameters().get(parameter - 1).jdbcType())
            : value;
  }

  @Override
  public void setNull(int parameter, int sqlType) throws SQLException {
    set(parameter, null);
  }

  @Override
  public void setNull(int parameter, int sqlType, String typeName) throws SQLException {
    set(parameter, null);
  }

  @Override
  public void setBoolean(int parameter, boolean x) throws SQLException {
    set(parameter, x);
  }

  @Override
  public void setByte(int parameter, byte x) throws SQLException {
    set(parameter, x);
  }

  @Override
  public void setShort(int parameter, short x) throws SQLException {
    set(parameter, x);
  }

  @Override
  public void setInt(int parameter, int x) throws SQLException {
    set(parameter, x);
  }

  @Override
  public void setLong(int parameter, long x) throws SQLException {
    set(parameter, x);
  }

  @Override
  public void setFloat(int parameter, float x) throws SQLException {
    set(parameter, x);
  }

  @Override
  public void setDouble(int parameter, double x) throws SQLException {
    set(parameter, x);
  }

  @Override
  public void setBigDecimal(int parameter, @Nullable BigDecimal x) throws SQLException {
    set(parameter, x);
  }

  @Override
  public void setString(int parameter, @Nullable String x) throws SQLException {
    set(parameter, x);
  }

  @Override
  public void setNString(int parameter, @Nullable String x) throws SQLException {
    set(parameter, x);
  }

  @Override
  public void setBytes(int parameter, byte @Nullable [] x) throws SQLException {
    set(parameter, x == null ? null : x.clone());
  }

  @Override
  public void setDate(int parameter, @Nullable Date x) throws SQLException {
    setDate(parameter, x, null);
  }

  @Override
  public void setDate(int parameter, @Nullable Date x, @Nullable Calendar zone)
      throws SQLException {
    set(parameter, x == null ? null : JavaDates.local(x, zone));
  }

  @Override
  public void setTime(int parameter, @Nullable Time x) throws SQLException {
    setTime(parameter, x, null);
  }

  @Override
  public void setTime(int parameter, @Nullable Time x, @Nullable Calendar zone)
      throws SQLException {
    set(parameter, x == null ? null : JavaDates.local(x, zone));
  }

  @Override
  public void setTimestamp(int parameter, @Nullable Timestamp x) throws SQLException {
    setTimestamp(parameter, x, null);
  }

  @Override
  public void setTimestamp(int parameter, @Nullable Timestamp x, @Nullable Calendar zone)
      throws SQLException {
    set(parameter, x == null ? null : JavaDates.local(x, zone));
  }

  @Override
  public void setObject(int parameter, @Nullable Object x) throws SQLException {
    set(parameter, x == null ? null : ParameterValues.of(x));
  }

  @Override
  public void setObject(int parameter, @Nullable Object x, int targetType) throws SQLException {
    set(parameter, x == null ? null : ParameterValues.of(x, targetType, -1));
  }

  @Override
  public void setObject(int parameter, @Nullable Object x, int targetType, int scaleOrLength)
      throws SQLException {
    set(parameter, x == null ? null : ParameterValues.of(x, targetType, scaleOrLength));
  }

  @Override
  public void setObject(int parameter, @Nullable Object x, SQLType targetType) throws SQLException {
    setObject(parameter, x, targetType, -1);
  }

  @Override
  public void setObject(int parameter, @Nullable Object x, SQLType targetType, int scaleOrLength)
      throws SQLException {
    Integer code = targetType.getVendorTypeNumber();
    if (code == null) {
      throw JdbcErrors.invalid("the type " + targetType.getName() + " has no number");
    }
    setObject(parameter, x, code, scaleOrLength);
  }

  @Override
  public void setArray(int parameter, @Nullable Array x) throws SQLException {
    setObject(parameter, x);
  }

  @Override
  public void setBlob(int parameter, @Nullable Blob x) throws SQLException {
    setObject(parameter, x);
  }

  @Override
  public void setClob(int parameter, @Nullable Clob x) throws SQLException {
    setObject(parameter, x);
  }

  @Override
  public void setNClob(int parameter, @Nullable NClob x) throws SQLException {
    setObject(parameter, x);
  }

  @Override
  public void setURL(int parameter, @Nullable URL x) throws SQLException {
    set(parameter, x == null ? null : x.toString());
  }

  @Override
  public void setRef(int parameter, @Nullable Ref x) throws SQLException {
    throw JdbcErrors.notSupported("the REF type");
  }

  @Override
  public void setRowId(int parameter, @Nullable RowId x) throws SQLException {
    throw JdbcErrors.notSupported("the ROWID type");
  }

  @Override
  public void setSQLXML(int parameter, @Nullable SQLXML x) throws SQLException {
    throw JdbcErrors.notSupported("the XML type");
  }

  // Streams are read at once: what is sent must be known as a whole.

  private void setBytes(int parameter, @Nullable InputStream x, long length) throws SQLException {
    set(parameter, x == null ? null : ParameterValues.bytes(x, length));
  }

  private void setText(int parameter, @Nullable Reader x, long length) throws SQLException {
    set(parameter, x == null ? null : ParameterValues.text(x, length));
  }

  private void setAscii(int parameter, @Nullable InputStream x, long length) throws SQLException {
    set(parameter, x == null ? null : ParameterValues.ascii(x, length));
  }

  @Override
  public void setBinaryStream(int parameter, @Nullable InputStream x) throws SQLException {
    setBytes(parameter, x, -1);
  }

  @Override
  public void setBinaryStream(int parameter, @Nullable InputStream x, int length)
      throws SQLException {
    setBytes(parameter, x, length);
  }

  @Override
  public void setBinaryStream(int parameter, @Nullable InputStream x, long length)
      throws SQLException {
    setBytes(parameter, x, length);
  }

  @Override
  public void setBlob(int parameter, @Nullable InputStream x) throws SQLException {
    setBytes(parameter, x, -1);
  }

  @Override
  public void setBlob(int parameter, @Nullable InputStream x, long length) throws SQLException {
    setBytes(parameter, x, length);
  }

  @Override
  public void setAsciiStream(int parameter, @Nullable InputStream x) throws SQLException {
    setAscii(parameter, x, -1);
  }

  @Override
  public void setAsciiStream(int parameter, @Nullable InputStream x, int length)
      throws SQLException {
    setAscii(parameter, x, length);
  }

  @Override
  public void setAsciiStream(int parameter, @Nullable InputStream x, long length)
      throws SQLException {
    setAscii(parameter, x, length);
  }

  @Override
  @Deprecated
  public void setUnicodeStream(int parameter, @Nullable InputStream x, int length)
      throws SQLException {
    throw JdbcErrors.notSupported("setUnicodeStream");
  }

  @Override
  public void setCharacterStream(int parameter, @Nullable Reader x) throws SQLException {
    setText(parameter, x, -1);
  }

  @Override
  public void setCharacterStream(int parameter, @Nullable Reader x, int length)
      throws SQLException {
    setText(parameter, x, length);
  }

  @Override
  public void setCharacterStream(int parameter, @Nullable Reader x, long length)
      throws SQLException {
    setText(parameter, x, length);
  }

  @Override
  public void setNCharacterStream(int parameter, @Nullable Reader x) throws SQLException {
    setText(parameter, x, -1);
  }

  @Override
  public void setNCharacterStream(int parameter, @Nullable Reader x, long length)
      throws SQLException {
    setText(parameter, x, length);
  }

  @Override
  public void setClob(int parameter, @Nullable Reader x) throws SQLException {
    setText(parameter, x, -1);
  }

  @Override
  public void setClob(int parameter, @Nullable Reader x, long length) throws SQLException {
    setText(parameter, x, length);
  }

  @Override
  public void setNClob(int parameter, @Nullable Reader x) throws SQLException {
    setText(parameter, x, -1);
  }

  @Override
  public void setNClob(int parameter, @Nullable Reader x, long length) throws SQLException {
    setText(parameter, x, length);
  }
}
