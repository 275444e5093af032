package dev.kevo.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.jdbc.remote.PackedFormat;
import dev.kevo.jdbc.remote.Wire;
import dev.kevo.jdbc.remote.WireSignature;
import dev.kevo.jdbc.remote.WireValues;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.KeyRequest;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.SqlSession;
import dev.kevo.sql.types.SqlState;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Common.WireMessage;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.proto.Responses;
import org.jspecify.annotations.Nullable;

/** What each request of the protocol does. */
final class Calls {
  private static final String PROTO = "org.apache.calcite.avatica.proto.Requests$";

  private final ClientSessions sessions;
  private final ServerOptions options;

  Calls(ClientSessions sessions, ServerOptions options) {
    this.sessions = sessions;
    this.options = options;
  }

  /** What is to be done. */
  interface Action {
    Message run() throws SQLException;
  }

  /**
   * A request, read.
   *
   * @param session whose turn it needs, or null if it must not wait for one
   */
  record Call(@Nullable ClientSession session, Action action) {
    Message run() throws SQLException {
      return action.run();
    }
  }

  /** Reads a request and finds its connection. */
  Call find(WireMessage envelope) throws SQLException, InvalidProtocolBufferException {
    ByteString body = envelope.getWrappedMessage();
    String name = envelope.getName();
    return name.startsWith(PROTO)
        ? findStandard(name.substring(PROTO.length()), body)
        : findOwn(name, body);
  }

  private Call findStandard(String name, ByteString body)
      throws SQLException, InvalidProtocolBufferException {
    switch (name) {
      case "OpenConnectionRequest" -> {
        var request = Requests.OpenConnectionRequest.parseFrom(body);
        // What the client wants to set besides is ignored: settings come as settings.
        ClientSession session = sessions.open(request.getConnectionId(), System.nanoTime());
        return new Call(session, this::opened);
      }
      case "CloseConnectionRequest" -> {
        var request = Requests.CloseConnectionRequest.parseFrom(body);
        ClientSession session = sessions.get(request.getConnectionId());
        // Before its turn: the client wants it no more, whatever it is.
        session.cancelAll();
        return new Call(session, () -> close(session));
      }
      case "ConnectionSyncRequest" -> {
        var request = Requests.ConnectionSyncRequest.parseFrom(body);
        ClientSession session = sessions.get(request.getConnectionId());
        return new Call(session, () -> sync(session.sql(), request.getConnProps()));
      }
      case "CommitRequest" -> {
        var request = Requests.CommitRequest.parseFrom(body);
        ClientSession session = sessions.get(request.getConnectionId());
        return new Call(
            session,
            () -> {
              session.sql().commit();
              return Responses.CommitResponse.getDefaultInstance();
            });
      }
      case "RollbackRequest" -> {
        var request = Requests.RollbackRequest.parseFrom(body);
        ClientSession session = sessions.get(request.getConnectionId());
        return new Call(
            session,
            () -> {
              session.sql().rollback();
              return Responses.RollbackResponse.getDefaultInstance();
            });
      }
      case "CreateStatementRequest" -> {
        var request = Requests.CreateStatementRequest.parseFrom(body);
        ClientSession session = sessions.get(request.getConnectionId());
        return new Call(session, () -> createStatement(session));
      }
      case "CloseStatementRequest" -> {
        var request = Requests.CloseStatementRequest.parseFrom(body);
        ClientSession session = sessions.get(request.getConnectionId());
        return new Call(
            session,
            () -> {
              session.closeStatement(request.getStatementId());
              return Responses.CloseStatementResponse.getDefaultInstance();
            });
      }
      case "PrepareRequest" -> {
        var request = Requests.PrepareRequest.parseFrom(body);
        ClientSession session = sessions.get(request.getConnectionId());
        return new Call(session, () -> prepare(session, request));
      }
      case "ExecuteRequest" -> {
        var request = Requests.ExecuteRequest.parseFrom(body);
        ClientSession session = sessions.get(request.getStatementHandle().getConnectionId());
        return new Call(session, () -> execute(session, request));
      }
      case "PrepareAndExecuteRequest" -> {
        var request = Requests.PrepareAndExecuteRequest.parseFrom(body);
        ClientSession session = sessions.get(request.getConnectionId());
        return new Call(session, () -> prepareAndExecute(session, request));
      }
      case "FetchRequest" -> {
        var request = Requests.FetchRequest.parseFrom(body);
        ClientSession session = sessions.get(request.getConnectionId());
        return new Call(session, () -> fetch(session, request));
      }
      case "ExecuteBatchRequest" -> {
        var request = Requests.ExecuteBatchRequest.parseFrom(body);
        ClientSession session = sessions.get(request.getConnectionId());
        return new Call(session, () -> executeBatch(session, request));
      }
      case "PrepareAndExecuteBatchRequest" -> {
        var request = Requests.PrepareAndExecuteBatchRequest.parseFrom(body);
        ClientSession session = sessions.get(request.getConnectionId());
        return new Call(session, () -> prepareAndExecuteBatch(session, request));
      }
      case "DatabasePropertyRequest" -> {
        var request = Requests.DatabasePropertyRequest.parseFrom(body);
        return new Call(
            sessions.get(request.getConnectionId()),
            Responses.DatabasePropertyResponse::getDefaultInstance);
      }
      default -> throw unsupported(name);
    }
  }

  private Call findOwn(String name, ByteString body)
      throws SQLException, InvalidProtocolBufferException {
    switch (name) {
      case Wire.CANCEL -> {
        var request = Requests.CloseStatementRequest.parseFrom(body);
        ClientSession session = sessions.get(request.getConnectionId());
        return new Call(
            null,
            () -> {
              session.cancel(request.getStatementId(), Wire.number(request, Wire.EXECUTION));
              return Responses.CloseStatementResponse.getDefaultInstance();
            });
      }
      case Wire.PING -> {
        var request = Requests.CommitRequest.parseFrom(body);
        ClientSession session = sessions.get(request.getConnectionId());
        return new Call(
            null,
            () -> {
              session.touch(System.nanoTime());
              return Responses.CommitResponse.getDefaultInstance();
            });
      }
      case Wire.CLOSE_RESULT -> {
        var request = Requests.CloseStatementRequest.parseFrom(body);
        ClientSession session = sessions.get(request.getConnectionId());
        return new Call(
            session,
            () -> {
              session.statement(request.getStatementId()).closeResult();
              return Responses.CloseStatementResponse.getDefaultInstance();
            });
      }
      case Wire.SET_SAVEPOINT, Wire.ROLLBACK_TO_SAVEPOINT, Wire.RELEASE_SAVEPOINT -> {
        var request = Requests.PrepareRequest.parseFrom(body);
        ClientSession session = sessions.get(request.getConnectionId());
        return new Call(session, () -> savepoint(session.sql(), name, request.getSql()));
      }
      default -> throw unsupported("it");
    }
  }

  private static SQLException unsupported(String name) {
    return SqlState.NOT_SUPPORTED.exception(
        name.endsWith("Request") && name.length() < 40
            ? "this server does not answer " + name + "; INFORMATION_SCHEMA has the metadata"
            : "this server does not know the request");
  }

  private Message opened() {
    return Responses.OpenConnectionResponse.newBuilder()
        .setUnknownFields(
            Wire.extras()
                .addField(Wire.REQUEST_BYTES_MAX, Wire.number(options.requestBytesMax()))
                .addField(Wire.PACKED, Wire.number(PackedFormat.VERSION))
                .build())
        .build();
  }

  private Message close(ClientSession session) {
    session.close();
    sessions.remove(session);
    return Responses.CloseConnectionResponse.getDefaultInstance();
  }

  private static Message savepoint(SqlSession sql, String request, String name)
      throws SQLException {
    switch (request) {
      case Wire.SET_SAVEPOINT -> sql.setSavepoint(name);
      case Wire.ROLLBACK_TO_SAVEPOINT -> sql.rollbackTo(name);
      default -> sql.releaseSavepoint(name);
    }
    return Responses.CommitResponse.getDefaultInstance();
  }

  /** Applies what differs: a stock client sends all it knows, again and again. */
  private static Message sync(SqlSession sql, Common.ConnectionProperties wanted)
      throws SQLException {
    if (wanted.getHasAutoCommit() && wanted.getAutoCommit() != sql.isAutoCommit()) {
      sql.setAutoCommit(wanted.getAutoCommit());
    }
    if (wanted.getHasReadOnly() && wanted.getReadOnly() != sql.isReadOnly()) {
      sql.setReadOnly(wanted.getReadOnly());
    }
    if (wanted.getTransactionIsolation() != 0) {
      IsolationLevel level = level(wanted.getTransactionIsolation());
      if (level != sql.isolation()) {
        sql.setIsolation(level);
      }
    }
    if (!wanted.getSchema().isEmpty() && !wanted.getSchema().equals(sql.schema())) {
      sql.setSchema(wanted.getSchema());
    }
    return Responses.ConnectionSyncResponse.newBuilder()
        .setConnProps(
            Common.ConnectionProperties.newBuilder()
                .setHasAutoCommit(true)
                .setAutoCommit(sql.isAutoCommit())
                .setHasReadOnly(true)
                .setReadOnly(sql.isReadOnly())
                .setTransactionIsolation(level(sql.isolation()))
                .setSchema(sql.schema()))
        .build();
  }

  private static int level(IsolationLevel level) {
    return switch (level) {
      case READ_COMMITTED -> Connection.TRANSACTION_READ_COMMITTED;
      case REPEATABLE_READ -> Connection.TRANSACTION_REPEATABLE_READ;
      case SERIALIZABLE -> Connection.TRANSACTION_SERIALIZABLE;
    };
  }

  private static IsolationLevel level(int jdbcLevel) throws SQLException {
    return switch (jdbcLevel) {
      case Connection.TRANSACTION_READ_COMMITTED -> IsolationLevel.READ_COMMITTED;
      case Connection.TRANSACTION_REPEATABLE_READ -> IsolationLevel.REPEATABLE_READ;
      case Connection.TRANSACTION_SERIALIZABLE -> IsolationLevel.SERIALIZABLE;
      default ->
          throw SqlState.INVALID_PARAMETER.exception("there is no isolation level " + jdbcLevel);
    };
  }

  private static Message createStatement(ClientSession session) throws SQLException {
    return Responses.CreateStatementResponse.newBuilder()
        .setConnectionId(session.id())
        .setStatementId(session.newStatement().id())
        .build();
  }

  private static Message prepare(ClientSession session, Requests.PrepareRequest request)
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

  private static Message execute(ClientSession session, Requests.ExecuteRequest request)
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

  private static Message prepareAndExecute(
      ClientSession session, Requests.PrepareAndExecuteRequest request) throws SQLException {
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

  private static Message fetch(ClientSession session, Requests.FetchRequest request)
      throws SQLException {
    ClientStatement statement = session.statement(request.getStatementId());
    if (statement.result() == null || statement.offset() != request.getOffset()) {
      return Responses.FetchResponse.newBuilder().setMissingResults(true).build();
    }
    int rowsMax =
        request.getFrameMaxSize() != 0 ? request.getFrameMaxSize() : request.getFetchMaxRowCount();
    return Responses.FetchResponse.newBuilder().setFrame(Frames.next(statement, rowsMax)).build();
  }

  private static Message executeBatch(ClientSession session, Requests.ExecuteBatchRequest request)
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

  private static Message prepareAndExecuteBatch(
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
