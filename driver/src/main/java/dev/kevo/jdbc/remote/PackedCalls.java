package dev.kevo.jdbc.remote;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kevo.jdbc.remote.Exchange.Stake;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.SqlResult;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;
import org.jspecify.annotations.Nullable;

/** Executions in {@link PackedFormat}. */
final class PackedCalls implements Executions {
  private static final int REQUEST_BYTES = 128;
  private static final int VALUE_BYTES = 16;

  private final String connection;
  private final RemoteSession session;

  PackedCalls(String connection, RemoteSession session) {
    this.connection = connection;
    this.session = session;
  }

  private PackedWriter request(int operation, RemotePrepared statement, int bytesExpected) {
    return PackedWriter.request(operation, connection, statement.id(), bytesExpected);
  }

  @Override
  public SqlResult execute(
      RemotePrepared statement,
      @Nullable Object[] parameters,
      long maxRows,
      long execution,
      CancelToken cancel,
      Stake stake)
      throws SQLException {
    PackedWriter request = request(PackedFormat.EXECUTE, statement, REQUEST_BYTES);
    request.putNumber(execution);
    request.putNumber(cancel.remainingMillis());
    request.putNumber(session.fetchSize());
    request.putNumber(Math.max(0, maxRows));
    put(request, parameters);
    PackedReader reply = session.call(request, stake);
    try {
      byte[] signature = reply.readBytes();
      if (signature.length > 0) {
        statement.describe(Common.Signature.parseFrom(signature));
      }
      long count = reply.readNumber() - 1;
      if (statement.columns().isEmpty()) {
        return new RemoteResult.Count(count);
      }
      RowFrame frame = new PackedFrame(reply, statement.columns().size());
      return RemoteResult.open(session, statement, cancel, frame, count);
    } catch (InvalidProtocolBufferException e) {
      throw SqlState.PROTOCOL_VIOLATION.exception("the server's reply cannot be read", e);
    } catch (SqlStateException e) {
      throw e.toSqlException();
    }
  }

  @Override
  public RowFrame fetch(RemotePrepared statement, long offset) throws SQLException {
    PackedWriter request = request(PackedFormat.FETCH, statement, REQUEST_BYTES);
    request.putNumber(offset);
    request.putNumber(session.fetchSize());
    PackedReader reply = session.call(request, Stake.NOTHING);
    try {
      return new PackedFrame(reply, statement.columns().size());
    } catch (SqlStateException e) {
      throw e.toSqlException();
    }
  }

  @Override
  public long[] executeBatch(
      RemotePrepared statement,
      List<@Nullable Object[]> rows,
      long execution,
      CancelToken cancel,
      Stake stake,
      List<@Nullable Object[]> keys)
      throws SQLException {
    int width = rows.isEmpty() ? 0 : rows.get(0).length;
    long expected = REQUEST_BYTES + (long) rows.size() * (1 + VALUE_BYTES * width);
    PackedWriter request =
        request(PackedFormat.BATCH, statement, (int) Math.min(expected, 1 << 20));
    request.putNumber(execution);
    request.putNumber(cancel.remainingMillis());
    request.putNumber(rows.size());
    for (@Nullable Object[] row : rows) {
      put(request, row);
      session.checkRequestBytes(request.length()); // before it is too long for an array
    }
    PackedReader reply = session.call(request, stake);
    try {
      long[] counts = new long[reply.readWidth()];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = reply.readNumber();
      }
      keys.clear();
      RowFrame frame = new PackedFrame(reply, statement.columns().size());
      while (frame.next()) {
        @Nullable Object[] row = new Object[statement.columns().size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = frame.get(i);
        }
        keys.add(row);
      }
      return counts;
    } catch (SqlStateException e) {
      throw e.toSqlException();
    }
  }

  private static void put(PackedWriter request, @Nullable Object[] parameters) throws SQLException {
    try {
      request.putRow(parameters);
    } catch (IllegalArgumentException e) {
      throw SqlState.INVALID_PARAMETER.exception(String.valueOf(e.getMessage()), e);
    }
  }
}
