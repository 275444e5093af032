package dev.kevo.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.kevo.jdbc.remote.Wire;
import dev.kevo.jdbc.remote.WireSignature;
import dev.kevo.jdbc.remote.WireValues;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.KeyRequest;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.types.SqlState;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.proto.Responses;
import org.jspecify.annotations.Nullable;

/** What the requests about statements do: preparing, executing, fetching rows. */
final class StatementCalls {
  private StatementCalls() {}

  static Message create(ClientSession session) throws SQLException {
    return Responses.CreateStatementResponse.newBuilder()
        .setConnectionId(session.id())
        .setStatementId(session.newStatement().id())
        .build();
  }

  static Message close(ClientSession session, Requests.CloseStatementRequest request)
      throws SQLException {
    session.closeStatement(request.getStatementId());
    return Responses.CloseStatementResponse.getDefaultInstance();
  }

  static Message closeResult(ClientSession session, Requests.CloseStatementRequest request)
      throws SQLException {
    session.statement(request.getStatementId()).closeResult();
    return Responses.CloseStatementResponse.getDefaultInstance();
  }

  static Message prepare(ClientSession session, Requests.PrepareRequest request)
      throws SQLException {
    for (long id : request.getUnknownFields().getField(Wire.RELEASED).getVarintList()) {
      session.closeStatement((int) id);
    }
    // First, so that a statement that cannot be prepared leaves nothing behind.
    CancelToken cancel = new CancelToken(Wire.number(request, Wire.TIMEOUT_MILLIS));
    PreparedSql sql = session.sql().prepare(request.getSql(), keys(request), cancel);
    ClientStatement statement = session.newStatement();
    statement.prepared(sql);
    return Responses.PrepareResponse.newBuilder()
        .setStatement(
            Common.StatementHandle.newBuilder()
                .setConnectionId(session.id())
                .setId(statement.id())
                .setSignature(WireSignature.encode(sql)))
        .build();
  }

  private static KeyRequest keys(Requests.PrepareRequest request) {
    List<Integer> indexes =
        request.getUnknownFields().getField(Wire.KEY_INDEXES).getVarintList().stream()
            .map(Long::intValue)
            .toList();
    return new KeyRequest(
        Wire.number(request, Wire.KEYS_GENERATED) != 0,
        Wire.texts(request, Wire.KEY_NAMES),
        indexes);
  }

  static Message execute(ClientSession session, Requests.ExecuteRequest request)
      throws SQLException {
    Common.Signature ignored = request.getStatementHandle().getSignature();
    if (!ignored.getCursorFactory().getClassName().isEmpty()) {
      throw SqlState.PROTOCOL_VIOLATION.exception("a request must not name a class");
    }
    ClientStatement statement = session.statement(request.getStatementHandle().getId());
    PreparedSql sql = statement.prepared();
    long execution = Wire.number(request, Wire.EXECUTION);
    CancelToken cancel = statement.begin(execution, Wire.number(request, Wire.TIMEOUT_MILLIS));
    Frames.start(
        session.sql(),
        statement,
        parameters(request.getParameterValuesList()),
        Wire.number(request, Wire.MAX_ROWS),
        cancel);
    // A stock client wants the columns with every result; ours has them from preparing.
    return executed(session, statement, sql, request.getFirstFrameMaxSize(), execution == 0);
  }

  static Message prepareAndExecute(ClientSession session, Requests.PrepareAndExecuteRequest request)
      throws SQLException {
    ClientStatement statement = session.statement(request.getStatementId());
    CancelToken cancel =
        statement.begin(
            Wire.number(request, Wire.EXECUTION), Wire.number(request, Wire.TIMEOUT_MILLIS));
    PreparedSql sql = session.sql().prepare(request.getSql(), KeyRequest.NONE, cancel);
    statement.prepared(sql);
    long maxRows = Math.max(0, request.getMaxRowsTotal());
    Frames.start(session.sql(), statement, new Object[0], maxRows, cancel);
    return executed(session, statement, sql, request.getFirstFrameMaxSize(), true);
  }

  private static Message executed(
      ClientSession session,
      ClientStatement statement,
      PreparedSql sql,
      int rowsMax,
      boolean mustDescribe)
      throws SQLException {
    Responses.ResultSetResponse.Builder result =
        Responses.ResultSetResponse.newBuilder()
            .setConnectionId(session.id())
            .setStatementId(statement.id());
    long count = Frames.updateCount(statement);
    if (statement.result() != null) {
      result.setFirstFrame(Frames.next(statement, rowsMax));
      if (mustDescribe || statement.mustTellColumns(sql)) {
        result.setSignature(WireSignature.encode(sql));
      }
    }
    return Responses.ExecuteResponse.newBuilder().addResults(result.setUpdateCount(count)).build();
  }

  static Message fetch(ClientSession session, Requests.FetchRequest request) throws SQLException {
    ClientStatement statement = session.statement(request.getStatementId());
    if (statement.result() == null || statement.offset() != request.getOffset()) {
      return Responses.FetchResponse.newBuilder().setMissingResults(true).build();
    }
    int rowsMax =
        request.getFrameMaxSize() != 0 ? request.getFrameMaxSize() : request.getFetchMaxRowCount();
    return Responses.FetchResponse.newBuilder().setFrame(Frames.next(statement, rowsMax)).build();
  }

  static Message executeBatch(ClientSession session, Requests.ExecuteBatchRequest request)
      throws SQLException {
    ClientStatement statement = session.statement(request.getStatementId());
    PreparedSql sql = statement.prepared();
    List<@Nullable Object[]> rows = new ArrayList<>(request.getUpdatesCount());
    for (Requests.UpdateBatch update : request.getUpdatesList()) {
      rows.add(parameters(update.getParameterValuesList()));
    }
    CancelToken cancel =
        statement.begin(
            Wire.number(request, Wire.EXECUTION), Wire.number(request, Wire.TIMEOUT_MILLIS));
    try {
      List<@Nullable Object[]> keys = new ArrayList<>();
      long[] counts = session.sql().executeBatch(sql, rows, cancel, keys);
      return counts(session, statement, counts, keys);
    } finally {
      statement.closeResult();
    }
  }

  static Message prepareAndExecuteBatch(
      ClientSession session, Requests.PrepareAndExecuteBatchRequest request) throws SQLException {
    ClientStatement statement = session.statement(request.getStatementId());
    long[] counts = new long[request.getSqlCommandsCount()];
    for (int i = 0; i < counts.length; i++) {
      try {
        CancelToken cancel = statement.begin(0, 0);
        PreparedSql sql = session.sql().prepare(request.getSqlCommands(i), KeyRequest.NONE, cancel);
        if (sql.kind() == PreparedSql.Kind.QUERY) {
          throw SqlState.WRONG_OBJECT_TYPE.exception("a batch must not contain a query");
        }
        statement.prepared(sql);
        Frames.start(session.sql(), statement, new Object[0], 0, cancel);
        counts[i] = Frames.updateCount(statement);
      } catch (SQLException e) {
        throw new BatchUpdateException(
            e.getMessage(), e.getSQLState(), e.getErrorCode(), Arrays.copyOf(counts, i), e);
      }
    }
    return counts(session, statement, counts, List.of());
  }

  private static Message counts(
      ClientSession session,
      ClientStatement statement,
      long[] counts,
      List<@Nullable Object[]> keys)
      throws SQLException {
    Responses.ExecuteBatchResponse.Builder reply =
        Responses.ExecuteBatchResponse.newBuilder()
            .setConnectionId(session.id())
            .setStatementId(statement.id());
    for (long count : counts) {
      reply.addUpdateCounts(count);
    }
    if (!keys.isEmpty()) {
      Common.Frame.Builder frame = Common.Frame.newBuilder().setDone(true);
      for (@Nullable Object[] row : keys) {
        frame.addRows(WireValues.encodeRow(row, statement.prepared().columns()));
      }
      ByteString bytes = frame.build().toByteString();
      reply.setUnknownFields(
          Wire.extras()
              .addField(
                  Wire.KEY_ROWS,
                  UnknownFieldSet.Field.newBuilder().addLengthDelimited(bytes).build())
              .build());
    }
    return reply.build();
  }

  private static @Nullable Object[] parameters(List<Common.TypedValue> typed) throws SQLException {
    @Nullable Object[] values = new @Nullable Object[typed.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = WireValues.decode(typed.get(i));
    }
    return values;
  }
}
