package dev.kevo.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.jdbc.connect.IsolationNumbers;
import dev.kevo.jdbc.remote.PackedFormat;
import dev.kevo.jdbc.remote.Wire;
import dev.kevo.sql.session.SqlSession;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
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

  /** What one request does with its session. */
  private interface Step {
    Message run(ClientSession session) throws SQLException;
  }

  /** A request that needs the turn of its connection. */
  private Call inTurn(String connectionId, Step step) throws SQLException {
    ClientSession session = sessions.get(connectionId);
    return new Call(session, () -> step.run(session));
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
        return inTurn(request.getConnectionId(), session -> sync(session.sql(), request));
      }
      case "CommitRequest" -> {
        var request = Requests.CommitRequest.parseFrom(body);
        return inTurn(request.getConnectionId(), Calls::commit);
      }
      case "RollbackRequest" -> {
        var request = Requests.RollbackRequest.parseFrom(body);
        return inTurn(request.getConnectionId(), Calls::rollback);
      }
      case "DatabasePropertyRequest" -> {
        var request = Requests.DatabasePropertyRequest.parseFrom(body);
        return inTurn(
            request.getConnectionId(),
            session -> Responses.DatabasePropertyResponse.getDefaultInstance());
      }
      default -> {
        return findAboutStatement(name, body);
      }
    }
  }

  private Call findAboutStatement(String name, ByteString body)
      throws SQLException, InvalidProtocolBufferException {
    switch (name) {
      case "CreateStatementRequest" -> {
        var request = Requests.CreateStatementRequest.parseFrom(body);
        return inTurn(request.getConnectionId(), StatementCalls::create);
      }
      case "CloseStatementRequest" -> {
        var request = Requests.CloseStatementRequest.parseFrom(body);
        return inTurn(request.getConnectionId(), session -> StatementCalls.close(session, request));
      }
      case "PrepareRequest" -> {
        var request = Requests.PrepareRequest.parseFrom(body);
        return inTurn(
            request.getConnectionId(), session -> StatementCalls.prepare(session, request));
      }
      case "ExecuteRequest" -> {
        var request = Requests.ExecuteRequest.parseFrom(body);
        return inTurn(
            request.getStatementHandle().getConnectionId(),
            session -> StatementCalls.execute(session, request));
      }
      case "PrepareAndExecuteRequest" -> {
        var request = Requests.PrepareAndExecuteRequest.parseFrom(body);
        return inTurn(
            request.getConnectionId(),
            session -> StatementCalls.prepareAndExecute(session, request));
      }
      case "FetchRequest" -> {
        var request = Requests.FetchRequest.parseFrom(body);
        return inTurn(request.getConnectionId(), session -> StatementCalls.fetch(session, request));
      }
      case "ExecuteBatchRequest" -> {
        var request = Requests.ExecuteBatchRequest.parseFrom(body);
        return inTurn(
            request.getConnectionId(), session -> StatementCalls.executeBatch(session, request));
      }
      case "PrepareAndExecuteBatchRequest" -> {
        var request = Requests.PrepareAndExecuteBatchRequest.parseFrom(body);
        return inTurn(
            request.getConnectionId(),
            session -> StatementCalls.prepareAndExecuteBatch(session, request));
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
        return inTurn(
            request.getConnectionId(), session -> StatementCalls.closeResult(session, request));
      }
      case Wire.SET_SAVEPOINT, Wire.ROLLBACK_TO_SAVEPOINT, Wire.RELEASE_SAVEPOINT -> {
        var request = Requests.PrepareRequest.parseFrom(body);
        return inTurn(
            request.getConnectionId(), session -> savepoint(session.sql(), name, request.getSql()));
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

  private static Message commit(ClientSession session) throws SQLException {
    session.sql().commit();
    return Responses.CommitResponse.getDefaultInstance();
  }

  private static Message rollback(ClientSession session) throws SQLException {
    session.sql().rollback();
    return Responses.RollbackResponse.getDefaultInstance();
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
  private static Message sync(SqlSession sql, Requests.ConnectionSyncRequest request)
      throws SQLException {
    Common.ConnectionProperties wanted = request.getConnProps();
    if (wanted.getHasAutoCommit() && wanted.getAutoCommit() != sql.isAutoCommit()) {
      sql.setAutoCommit(wanted.getAutoCommit());
    }
    if (wanted.getHasReadOnly() && wanted.getReadOnly() != sql.isReadOnly()) {
      sql.setReadOnly(wanted.getReadOnly());
    }
    if (wanted.getTransactionIsolation() != 0) {
      IsolationLevel level = IsolationNumbers.level(wanted.getTransactionIsolation());
      if (level == null) {
        throw SqlState.INVALID_PARAMETER.exception(
            "there is no isolation level " + wanted.getTransactionIsolation());
      }
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
                .setTransactionIsolation(IsolationNumbers.of(sql.isolation()))
                .setSchema(sql.schema()))
        .build();
  }
}
