package dev.kevo.jdbc.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnknownFieldSet;
import dev.kevo.sql.types.SqlState;
import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.apache.calcite.avatica.proto.Common.WireMessage;
import org.apache.calcite.avatica.proto.Responses;
import org.jspecify.annotations.Nullable;

/**
 * Requests and replies over one channel: messages in, messages or the server's SQLException out.
 * Thread-safe as far as its channel is.
 */
final class Exchange implements AutoCloseable {
  private static final String ERROR = Responses.ErrorResponse.class.getName();

  private final Channel channel;
  private volatile long requestBytesMax = Long.MAX_VALUE;

  Exchange(Channel channel) {
    this.channel = channel;
  }

  /** What was lost when a reply does not come. */
  enum Stake {
    /** Nothing that outlives the connection: its transaction is rolled back. */
    NOTHING,
    /** A commit, which may or may not have happened. */
    COMMIT
  }

  /** A reply and the session's state, if the server told it. */
  record Reply<T>(T message, @Nullable SessionState state) {}

  void setRequestBytesMax(long bytes) {
    requestBytesMax = bytes;
  }

  <T extends Message> Reply<T> call(Message request, Parser<T> replyParser, Stake stake)
      throws SQLException {
    return call(request.getClass().getName(), request, replyParser, stake);
  }

  /**
   * Sends a request and waits for its reply.
   *
   * @throws SQLException what the server reports; or 08006 if no reply came, 08007 if with it the
   *     outcome of a commit was lost
   */
  <T extends Message> Reply<T> call(
      String name, Message request, Parser<T> replyParser, Stake stake) throws SQLException {
    byte[] bytes = Wire.encode(name, request, UnknownFieldSet.getDefaultInstance());
    Framing.Reply http = post(bytes, stake);
    if (http.status() == 200) {
      try {
        WireMessage envelope = Wire.decode(http.body());
        if (!envelope.getName().equals(ERROR)) {
          ByteString wrapped = envelope.getWrappedMessage();
          return new Reply<>(replyParser.parseFrom(wrapped), state(envelope));
        }
      } catch (InvalidProtocolBufferException e) {
        throw SqlState.PROTOCOL_VIOLATION.exception(unreadable(http), e);
      }
    }
    throw refused(http);
  }

  /** Fails if a request is too long for the server. */
  void checkRequestBytes(long bytes) throws SQLException {
    if (bytes > requestBytesMax) {
      throw SqlState.LIMIT_EXCEEDED.exception(
          "the request has "
              + bytes
              + " bytes and the server takes "
              + requestBytesMax
              + "; send smaller batches");
    }
  }

  private Framing.Reply post(byte[] bytes, Stake stake) throws SQLException {
    checkRequestBytes(bytes.length);
    try {
      return channel.post(bytes);
    } catch (ChannelFailure e) {
      if (stake == Stake.COMMIT && e.sent()) {
        throw SqlState.COMMIT_UNKNOWN.exception(
            "whether the change was committed is unknown: " + e.getMessage(), e);
      }
      throw SqlState.CONNECTION_FAILURE.exception(String.valueOf(e.getMessage()), e);
    }
  }

  /** The same as {@link #call} of a packed request, whose reply is packed unless it is an error. */
  PackedReader call(PackedWriter request, Stake stake) throws SQLException {
    Framing.Reply http = post(request.toByteArray(), stake);
    if (http.status() == 200 && PackedFormat.isPacked(http.body())) {
      return new PackedReader(http.body());
    }
    throw refused(http);
  }

  private static SQLException refused(Framing.Reply http) {
    try {
      WireMessage envelope = Wire.decode(http.body());
      if (envelope.getName().equals(ERROR)) {
        return reported(Responses.ErrorResponse.parseFrom(envelope.getWrappedMessage()));
      }
    } catch (InvalidProtocolBufferException e) {
      return SqlState.PROTOCOL_VIOLATION.exception(unreadable(http), e);
    }
    return SqlState.PROTOCOL_VIOLATION.exception(unreadable(http));
  }

  private static String unreadable(Framing.Reply http) {
    return http.status() == 200
        ? "the server's reply cannot be read"
        : "the server answered with HTTP status " + http.status() + ": " + plainText(http.body());
  }

  private static @Nullable SessionState state(WireMessage envelope) {
    long flags = Wire.number(envelope, Wire.STATE);
    String schema = Wire.text(envelope, Wire.SCHEMA);
    return flags == 0 || schema == null ? null : SessionState.of(flags, schema);
  }

  private static SQLException reported(Responses.ErrorResponse error) {
    String state = error.getSqlState();
    String message = error.getErrorMessage();
    long[] counts = Wire.counts(error);
    if (Wire.number(error, Wire.TIMED_OUT) != 0) {
      return SqlState.timedOut();
    }
    SQLException plain = SqlState.reported(state, message);
    return counts == null
        ? plain
        : new BatchUpdateException(message, state, error.getErrorCode(), counts, plain);
  }

  private static String plainText(byte[] body) {
    String text = new String(body, 0, Math.min(body.length, 200), StandardCharsets.UTF_8);
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  @Override
  public void close() {
    channel.close();
  }
}
