package dev.kevo.jdbc.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.calcite.avatica.proto.Common.WireMessage;
import org.jspecify.annotations.Nullable;

/**
 * The wire format that client and server share: Avatica's protocol buffers, each in an envelope
 * that names it, plus what Avatica lacks.
 *
 * <p>What it lacks travels in two ways that a stock Avatica client ignores: additional fields in
 * Avatica's messages (numbers from 1001), and requests of our own that reuse the shape of an
 * Avatica message under a name of ours.
 */
public final class Wire {
  /** In an execute request: the query ends after so many rows. */
  public static final int MAX_ROWS = 1001;

  /** In a request that prepares or executes: it is stopped after so many milliseconds. */
  public static final int TIMEOUT_MILLIS = 1002;

  /**
   * In a request that executes or cancels: which execution of the statement it is, counted by the
   * client, so that a cancel that overtakes its execution still stops that one and no later one.
   */
  public static final int EXECUTION = 1003;

  /** In an error: the update counts of a batch up to its failure, 8 bytes each. */
  public static final int UPDATE_COUNTS = 1004;

  /** In an error: 1 if the statement's time was over. */
  public static final int TIMED_OUT = 1005;

  /** In a prepare request: statements that the client has no more use for. */
  public static final int RELEASED = 1006;

  /** In the reply to an opened connection: the longest request that the server takes, in bytes. */
  public static final int REQUEST_BYTES_MAX = 1007;

  /** In every envelope from a server that knows the connection: see {@link SessionState}. */
  public static final int STATE = 1008;

  /** In the same envelopes: the session's schema. */
  public static final int SCHEMA = 1009;

  /**
   * In a value that Avatica sends in milliseconds: the microseconds beyond them, for times,
   * timestamps and intervals have them.
   */
  public static final int MICROS = 1010;

  /** In a parameter: 1 plus the ordinal of the {@link WireValues.Special} that it is. */
  public static final int SPECIAL = 1011;

  /** In a prepare request: 1 if what the store generates for new rows is wanted. */
  public static final int KEYS_GENERATED = 1012;

  /** In a prepare request: names of columns that are wanted of new rows. */
  public static final int KEY_NAMES = 1013;

  /** In a prepare request: places of columns that are wanted of new rows, counted from 1. */
  public static final int KEY_INDEXES = 1014;

  /** In the reply to a batch: a Frame with what is wanted of its new rows. */
  public static final int KEY_ROWS = 1015;

  /** In the reply to an opened connection: the version of {@link PackedFormat} that it takes. */
  public static final int PACKED = 1016;

  /** Stops what a statement is running. Shaped as CloseStatementRequest. */
  public static final String CANCEL = "kevo.Cancel";

  /** Closes a statement's rows but not the statement. Shaped as CloseStatementRequest. */
  public static final String CLOSE_RESULT = "kevo.CloseResult";

  /** Marks a savepoint; the sql is its name. Shaped as PrepareRequest. */
  public static final String SET_SAVEPOINT = "kevo.SetSavepoint";

  /** Rolls back to a savepoint; the sql is its name. Shaped as PrepareRequest. */
  public static final String ROLLBACK_TO_SAVEPOINT = "kevo.RollbackToSavepoint";

  /** Forgets a savepoint; the sql is its name. Shaped as PrepareRequest. */
  public static final String RELEASE_SAVEPOINT = "kevo.ReleaseSavepoint";

  /** Asks whether the connection is alive. Shaped as CommitRequest. */
  public static final String PING = "kevo.Ping";

  private static final String MAGIC = "KEVO/1\r\n";

  private Wire() {}

  /**
   * What a socket begins with on which each message comes after its length, four bytes with the
   * highest first. No request of HTTP, which may come to the same port, begins so.
   */
  public static byte[] magic() {
    return MAGIC.getBytes(StandardCharsets.US_ASCII);
  }

  /** Puts a message into its envelope, under its own name. */
  public static byte[] encode(MessageLite message) {
    return encode(message.getClass().getName(), message, UnknownFieldSet.getDefaultInstance());
  }

  /** Puts a message into its envelope, under a name and with additional fields. */
  public static byte[] encode(String name, MessageLite message, UnknownFieldSet extras) {
    return WireMessage.newBuilder()
        .setName(name)
        .setWrappedMessage(message.toByteString())
        .setUnknownFields(extras)
        .build()
        .toByteArray();
  }

  /** Opens an envelope; the message shares the bytes. */
  public static WireMessage decode(byte[] bytes) throws InvalidProtocolBufferException {
    var input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
    input.enableAliasing(true);
    return WireMessage.parser().parseFrom(input);
  }

  /** A set of one additional number. */
  public static UnknownFieldSet extra(int field, long value) {
    return extras().addField(field, number(value)).build();
  }

  /** A set of additional fields, to be filled. */
  public static UnknownFieldSet.Builder extras() {
    return UnknownFieldSet.newBuilder();
  }

  /** A number as an additional field. */
  public static Field number(long value) {
    return Field.newBuilder().addVarint(value).build();
  }

  /** Text as an additional field. */
  public static Field text(String value) {
    return Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8(value)).build();
  }

  /** Update counts as an additional field. */
  public static Field counts(long[] counts) {
    ByteBuffer packed = ByteBuffer.allocate(counts.length * Long.BYTES);
    packed.asLongBuffer().put(counts);
    return Field.newBuilder().addLengthDelimited(UnsafeByteOperations.unsafeWrap(packed)).build();
  }

  /** All additional texts of a message under a number. */
  public static List<String> texts(Message message, int field) {
    return message.getUnknownFields().getField(field).getLengthDelimitedList().stream()
        .map(ByteString::toStringUtf8)
        .toList();
  }

  /** An additional number of a message; 0 if it has none. */
  public static long number(Message message, int field) {
    List<Long> values = message.getUnknownFields().getField(field).getVarintList();
    return values.isEmpty() ? 0 : values.get(values.size() - 1);
  }

  /** An additional text of a message; null if it has none. */
  public static @Nullable String text(Message message, int field) {
    List<ByteString> values = message.getUnknownFields().getField(field).getLengthDelimitedList();
    return values.isEmpty() ? null : values.get(0).toStringUtf8();
  }

  /** The update counts of a message; null if it has none. */
  public static long @Nullable [] counts(Message message) {
    List<ByteString> values =
        message.getUnknownFields().getField(UPDATE_COUNTS).getLengthDelimitedList();
    if (values.isEmpty()) {
      return null;
    }
    var longs = values.get(0).asReadOnlyByteBuffer().asLongBuffer();
    long[] counts = new long[longs.remaining()];
    longs.get(counts);
    return counts;
  }
}
