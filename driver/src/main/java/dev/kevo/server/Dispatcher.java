package dev.kevo.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.kevo.jdbc.remote.PackedFormat;
import dev.kevo.jdbc.remote.PackedReader;
import dev.kevo.jdbc.remote.SessionState;
import dev.kevo.jdbc.remote.Wire;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.UUID;
import org.apache.calcite.avatica.proto.Common.Severity;
import org.apache.calcite.avatica.proto.Common.WireMessage;
import org.apache.calcite.avatica.proto.Responses;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request's bytes into a reply's: opens the envelope, finds the connection, waits for its
 * turn, and makes whatever goes wrong an error with SQLSTATE and message, never with a stack trace.
 *
 * <p>Avatica's messages are read as they are. Its own translation would load the class that a
 * client names in a signature.
 */
final class Dispatcher implements Backend {
  private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());
  private static final String ERROR = Responses.ErrorResponse.class.getName();

  private final ClientSessions sessions;
  private final Calls calls;

  // Guarded by this.
  private int running;
  private boolean closing;

  Dispatcher(ClientSessions sessions, ServerOptions options) {
    this.sessions = sessions;
    this.calls = new Calls(sessions, options);
  }

  @Override
  public Answer answer(byte[] request) {
    if (!begin()) {
      return error(SqlState.SHUTTING_DOWN.exception("the server is shutting down"));
    }
    try {
      return PackedFormat.isPacked(request)
          ? new Answer(200, dispatch(new PackedReader(request)))
          : dispatch(Wire.decode(request));
    } catch (InvalidProtocolBufferException e) {
      return new Answer(
          400, error(SqlState.PROTOCOL_VIOLATION.exception("the request cannot be read")).body());
    } catch (SQLException e) {
      return error(e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
      SQLException translated = SqlErrors.translate(e);
      boolean isOurs = SqlState.INTERNAL_ERROR.code().equals(translated.getSQLState());
      // What went wrong inside is for the operator.
      return error(
          isOurs
              ? SqlState.INTERNAL_ERROR.exception("the server met an internal error", e)
              : translated);
    } finally {
      end();
    }
  }

  @Override
  public Answer refuseSocket(int socketsMax) {
    return error(
        SqlState.CONNECTION_REFUSED.exception(
            "the server has " + socketsMax + " sockets open, which is the limit"));
  }

  @Override
  public Answer refuseLength(int bytesMax) {
    return error(
        SqlState.LIMIT_EXCEEDED.exception("the request is longer than " + bytesMax + " bytes"));
  }

  private Answer dispatch(WireMessage request) throws SQLException, InvalidProtocolBufferException {
    Calls.Call call = calls.find(request);
    if (call.session() == null) {
      Message reply = call.run();
      return new Answer(200, Wire.encode(reply));
    }
    ClientSession session = call.session();
    if (!session.enter()) {
      throw sessions.gone(session.id());
    }
    try {
      Message reply = call.run();
      return new Answer(200, Wire.encode(reply.getClass().getName(), reply, state(session)));
    } finally {
      session.leave(System.nanoTime());
    }
  }

  private byte[] dispatch(PackedReader request) throws SQLException {
    int operation = request.readByte();
    ClientSession session = sessions.get(request.readText());
    if (!session.enter()) {
      throw sessions.gone(session.id());
    }
    try {
      return PackedRequests.run(operation, session, request);
    } finally {
      session.leave(System.nanoTime());
    }
  }

  private static UnknownFieldSet state(ClientSession session) {
    if (session.isClosed()) {
      return UnknownFieldSet.getDefaultInstance();
    }
    SessionState state = SessionState.of(session.sql());
    return Wire.extras()
        .addField(Wire.STATE, Wire.number(state.flags()))
        .addField(Wire.SCHEMA, Wire.text(state.schema()))
        .build();
  }

  private static Answer error(SQLException e) {
    String state = e.getSQLState() == null ? SqlState.INTERNAL_ERROR.code() : e.getSQLState();
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (state.startsWith("XX") || state.startsWith("58")) {
      // The client gets an id, the operator's log the rest.
      String errorId = UUID.randomUUID().toString().substring(0, 8);
      LOG.log(System.Logger.Level.ERROR, "error " + errorId + ": " + message, e);
      message = message + " (error " + errorId + ")";
    }
    UnknownFieldSet.Builder extras = Wire.extras();
    if (e instanceof BatchUpdateException batch) {
      extras.addField(Wire.UPDATE_COUNTS, Wire.counts(counts(batch)));
    }
    if (e instanceof SQLTimeoutException) {
      extras.addField(Wire.TIMED_OUT, Wire.number(1));
    }
    Responses.ErrorResponse error =
        Responses.ErrorResponse.newBuilder()
            .setErrorMessage(message)
            .setSqlState(state)
            .setErrorCode(e.getErrorCode())
            .setSeverity(Severity.ERROR_SEVERITY)
            // An empty list of stack traces: a stock client cannot do without the list.
            .setHasExceptions(true)
            .setUnknownFields(extras.build())
            .build();
    return new Answer(500, Wire.encode(ERROR, error, UnknownFieldSet.getDefaultInstance()));
  }

  private static long[] counts(BatchUpdateException batch) {
    long @Nullable [] counts = batch.getLargeUpdateCounts();
    return counts == null ? new long[0] : counts;
  }

  private synchronized boolean begin() {
    if (closing) {
      return false;
    }
    running++;
    return true;
  }

  private synchronized void end() {
    running--;
    notifyAll();
  }

  /** Takes no more requests, lets the running ones finish for a while, then cancels them. */
  void close(Duration wait) {
    synchronized (this) {
      closing = true;
    }
    awaitIdle(wait);
    sessions.cancelAll();
    awaitIdle(wait);
  }

  private synchronized void awaitIdle(Duration wait) {
    long deadline = System.nanoTime() + wait.toNanos();
    try {
      for (long left = wait.toMillis(); running > 0 && left > 0; ) {
        wait(left);
        left = (deadline - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
