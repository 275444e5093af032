package dev.kevo.server;

import dev.kevo.jdbc.remote.PackedFormat;
import dev.kevo.jdbc.remote.PackedReader;
import dev.kevo.jdbc.remote.PackedWriter;
import dev.kevo.jdbc.remote.SessionState;
import dev.kevo.jdbc.remote.WireSignature;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each request in {@link PackedFormat} does. */
final class PackedRequests {
  private static final int REPLY_BYTES = 256;
  private static final byte[] NO_SIGNATURE = {};

  private PackedRequests() {}

  /**
   * Does it; the caller has the session's turn.
   *
   * @param request read up to the statement
   */
  static byte[] run(int operation, ClientSession session, PackedReader request)
      throws SQLException {
    ClientStatement statement = session.statement(request.readInt());
    return switch (operation) {
      case PackedFormat.EXECUTE -> execute(session, statement, request);
      case PackedFormat.FETCH -> fetch(session, statement, request);
      case PackedFormat.BATCH -> executeBatch(session, statement, request);
      default -> throw SqlState.NOT_SUPPORTED.exception("this server does not know the request");
    };
  }

  /** Begins a reply, when what changes the session is done. */
  private static PackedWriter reply(ClientSession session, ClientStatement statement) {
    PackedWriter reply = new PackedWriter(Math.max(REPLY_BYTES, statement.replyBytes()));
    SessionState.of(session.sql()).write(reply);
    return reply;
  }

  private static byte[] execute(
      ClientSession session, ClientStatement statement, PackedReader request) throws SQLException {
    PreparedSql sql = statement.prepared();
    long execution = request.readNumber();
    long timeoutMillis = request.readNumber();
    int rowsMax = request.readInt();
    long rowsWanted = request.readNumber();
    @Nullable Object[] parameters = request.readRow();
    CancelToken cancel = statement.begin(execution, timeoutMillis);
    Frames.start(session.sql(), statement, parameters, rowsWanted, cancel);
    long count = Frames.updateCount(statement);
    PackedWriter reply = reply(session, statement);
    boolean tells = statement.mustTellColumns(sql);
    reply.putBytes(tells ? WireSignature.encode(sql).toByteArray() : NO_SIGNATURE);
    reply.putNumber(count + 1);
    if (statement.result() != null) {
      Frames.next(statement, rowsMax, reply);
    }
    return sent(statement, reply);
  }

  private static byte[] fetch(
      ClientSession session, ClientStatement statement, PackedReader request) throws SQLException {
    long offset = request.readNumber();
    int rowsMax = request.readInt();
    if (statement.result() == null || statement.offset() != offset) {
      throw SqlState.NOT_READY.exception("the server has closed the rows");
    }
    PackedWriter reply = reply(session, statement);
    Frames.next(statement, rowsMax, reply);
    return sent(statement, reply);
  }

  private static byte[] executeBatch(
      ClientSession session, ClientStatement statement, PackedReader request) throws SQLException {
    PreparedSql sql = statement.prepared();
    long execution = request.readNumber();
    long timeoutMillis = request.readNumber();
    int count = request.readInt();
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(request.readRow());
    }
    CancelToken cancel = statement.begin(execution, timeoutMillis);
    try {
      List<@Nullable Object[]> keys = new ArrayList<>();
      long[] counts = session.sql().executeBatch(sql, rows, cancel, keys);
      PackedWriter reply = reply(session, statement);
      reply.putNumber(counts.length);
      for (long each : counts) {
        reply.putNumber(each);
      }
      int start = reply.beginFrame();
      keys.forEach(reply::putRow);
      reply.endFrame(start, true, keys.size());
      return reply.toByteArray();
    } finally {
      statement.closeResult();
    }
  }

  private static byte[] sent(ClientStatement statement, PackedWriter reply) {
    statement.replied(reply.length());
    return reply.toByteArray();
  }
}
