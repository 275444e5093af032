package dev.kevo.jdbc.remote;

import com.google.protobuf.UnknownFieldSet;
import dev.kevo.jdbc.connect.ConnectionProperty;
import dev.kevo.jdbc.connect.ConnectionSettings;
import dev.kevo.jdbc.connect.Link;
import dev.kevo.jdbc.connect.Target;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.SqlSession;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.util.UUID;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.proto.Responses;

/**
 * A link to a server: the conversation that the session uses, and short ones beside it for what
 * must not wait for the session, which are cancelling and asking whether the server is alive.
 */
public final class RemoteLink implements Link {
  private static final int SIDE_TIMEOUT_MILLIS = 5_000;

  private final String id;
  private final Channel channel;
  private final RemoteSession session;
  private volatile boolean closed;

  private RemoteLink(String id, Channel channel) throws SQLException {
    this.id = id;
    this.channel = channel;
    this.session = RemoteSession.open(id, new Exchange(channel), this::cancel);
  }

  /** Connects; 08001 if the server cannot be reached, 08004 if it refuses. */
  public static Link open(ConnectionSettings settings) throws SQLException {
    if (!(settings.target() instanceof Target.Server server)) {
      throw new IllegalArgumentException(settings.target() + " is no server");
    }
    int connectTimeoutMillis = settings.intNumber(ConnectionProperty.CONNECT_TIMEOUT_MILLIS);
    Channel channel =
        new Channel(server.host(), server.port(), connectTimeoutMillis, framing(settings, server));
    int replyTimeoutMillis = settings.intNumber(ConnectionProperty.SOCKET_TIMEOUT_MILLIS);
    try {
      // Whatever listens there may not speak our language: do not wait for it for ever.
      channel.setReplyTimeoutMillis(
          replyTimeoutMillis == 0 ? connectTimeoutMillis : replyTimeoutMillis);
      // Random from a secure source: who knows the id may use the session.
      RemoteLink link = new RemoteLink(UUID.randomUUID().toString(), channel);
      channel.setReplyTimeoutMillis(replyTimeoutMillis);
      return link;
    } catch (SQLException e) {
      channel.close();
      String state = String.valueOf(e.getSQLState());
      if (state.equals(SqlState.CONNECTION_FAILURE.code())
          || state.equals(SqlState.PROTOCOL_VIOLATION.code())) {
        throw SqlState.CANNOT_CONNECT.exception(
            "cannot connect to " + settings.target() + ": " + e.getMessage(), e);
      }
      throw e;
    }
  }

  private static Framing framing(ConnectionSettings settings, Target.Server server) {
    return settings.text(ConnectionProperty.FRAMING).equals("http")
        ? new HttpFraming(server.host(), server.port())
        : new FrameFraming();
  }

  @Override
  public SqlSession session() {
    return session;
  }

  private void cancel(int statementId, long execution) {
    if (session.hasEnded()) {
      return;
    }
    UnknownFieldSet which = Wire.extra(Wire.EXECUTION, execution);
    try (Exchange side = new Exchange(channel.beside(SIDE_TIMEOUT_MILLIS))) {
      side.call(
          Wire.CANCEL,
          Requests.CloseStatementRequest.newBuilder()
              .setConnectionId(id)
              .setStatementId(statementId)
              .setUnknownFields(which)
              .build(),
          Responses.CloseStatementResponse.parser(),
          Exchange.Stake.NOTHING);
    } catch (SQLException e) {
      // Cancelling is a wish: if it does not arrive, the statement ends by itself.
      return;
    }
  }

  @Override
  public boolean isAlive(int timeoutMillis) {
    if (session.hasEnded()) {
      return false;
    }
    int wait = timeoutMillis == 0 ? SIDE_TIMEOUT_MILLIS : timeoutMillis;
    try (Exchange side = new Exchange(channel.beside(wait))) {
      side.call(
          Wire.PING,
          Requests.CommitRequest.newBuilder().setConnectionId(id).build(),
          Responses.CommitResponse.parser(),
          Exchange.Stake.NOTHING);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void release(PreparedSql statement) {
    try {
      session.release(statement);
    } catch (SQLException e) {
      // The server forgets its statements with the session.
      return;
    }
  }

  @Override
  public void setNetworkTimeout(int millis) {
    channel.setReplyTimeoutMillis(millis);
  }

  @Override
  public void setFetchSize(int rows) {
    session.setFetchSize(rows);
  }

  @Override
  public void abort() {
    session.end();
    close();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (session.hasEnded()) {
      channel.close();
      closeBeside();
    } else {
      session.close();
      channel.close();
    }
  }

  /** After a broken or aborted conversation: else the server keeps the locks for a lease's time. */
  private void closeBeside() {
    try (Exchange side = new Exchange(channel.beside(SIDE_TIMEOUT_MILLIS))) {
      side.call(
          Requests.CloseConnectionRequest.newBuilder().setConnectionId(id).build(),
          Responses.CloseConnectionResponse.parser(),
          Exchange.Stake.NOTHING);
    } catch (SQLException e) {
      // Unreachable, or it knows already; if not, the lease ends the session.
      return;
    }
  }
}
