package dev.kevo.jdbc.remote;

/**
 * The bytes of requests and replies that run statements, between Kevo's own client and server.
 * Avatica's messages have an object for each value, on both sides; here a value is its bytes until
 * somebody wants it. Everything else, errors too, stays Avatica's; a client uses this form after
 * the server has said {@link Wire#PACKED} in its reply to the opened connection.
 *
 * <pre>
 *   message   00 ...                  no message of protocol buffers begins with 00
 *   request   00 operation connection statement ...
 *     execute 01: execution timeout fetchSize maxRows row
 *     fetch   02: offset fetchSize
 *     batch   03: execution timeout rows row...
 *   reply     00 state schema ...     {@link SessionState}
 *     execute signature count frame   the signature empty if it is known; the count plus 1, 0 for a
 *                                     query; the frame left out if there are no columns
 *     fetch   frame
 *     batch   counts count... frame   the frame with keys of new rows
 *   frame     done rows row...        1 byte, 4 bytes
 *   row       values value...
 *   value     tag data                {@link Tag}
 *
 *   connection, schema, text          size in bytes, UTF-8
 *   signature, bytes                  size, bytes; a signature is Avatica's message
 *   signed numbers                    n &lt;&lt; 1 ^ n &gt;&gt; 63 as a varint
 *   all other numbers                 varint: 7 bits a byte, the lowest first, the highest bit set
 *                                     but in the last
 * </pre>
 */
public final class PackedFormat {
  /** The version that {@link Wire#PACKED} tells. */
  public static final int VERSION = 1;

  /** Runs a statement. */
  public static final int EXECUTE = 1;

  /** Asks for more rows. */
  public static final int FETCH = 2;

  /** Runs a change with many rows of parameters. */
  public static final int BATCH = 3;

  static final int FIRST_BYTE = 0;

  /** Lists inside lists at most. */
  static final int NESTING_MAX = 32;

  /** What a value is. The numbers are those of the places here. */
  enum Tag {
    /** No data. */
    NULL(0),
    /** No data. */
    FALSE(1),
    /** No data. */
    TRUE(2),
    /** A signed number. */
    BYTE(3),
    /** A signed number. */
    SHORT(4),
    /** A signed number. */
    INTEGER(5),
    /** A signed number. */
    LONG(6),
    /** Its bits, 4 bytes. */
    FLOAT(7),
    /** Its bits, 8 bytes. */
    DOUBLE(8),
    /** Scale and unscaled number, both signed. */
    DECIMAL(9),
    /** Scale, signed, and bytes of the unscaled number, the highest first. */
    LARGE_DECIMAL(10),
    /** A text. */
    TEXT(11),
    /** Bytes. */
    BYTES(12),
    /** 16 bytes. */
    UUID(13),
    /** A row. */
    LIST(14),
    /** A row. */
    STRUCT(15),
    /** Days since 1970-01-01, signed. */
    DATE(16),
    /** Nanoseconds of the day. */
    TIME(17),
    /** Seconds since 1970-01-01 without zone, signed, and nanoseconds. */
    TIMESTAMP(18),
    /** Seconds since that moment in UTC, signed, and nanoseconds. */
    INSTANT(19),
    /** Seconds, signed, and nanoseconds. */
    DURATION(20),
    /** Years, months and days, all signed. */
    PERIOD(21);

    private static final Tag[] ALL = values();

    private final int number;

    Tag(int number) {
      this.number = number;
    }

    /** What it is on the wire. */
    int number() {
      return number;
    }

    static Tag of(int number) {
      if (number < 0 || number >= ALL.length) {
        throw PackedReader.malformed("a value of unknown type");
      }
      return ALL[number];
    }
  }

  private PackedFormat() {}

  /** Whether a request or reply is in this form. */
  public static boolean isPacked(byte[] message) {
    return message.length > 0 && message[0] == FIRST_BYTE;
  }
}
