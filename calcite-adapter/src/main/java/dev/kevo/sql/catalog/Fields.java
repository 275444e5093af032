package dev.kevo.sql.catalog;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Slice;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record as a list of tagged fields, so that later versions can add some.
 *
 * <pre>
 *   field   tag (1 byte) length (4 bytes, big-endian) bytes
 * </pre>
 */
final class Fields {
  private Fields() {}

  /** Collects fields. */
  static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Writer bytes(int tag, byte[] bytes) {
      out.write(tag);
      for (int shift = 24; shift >= 0; shift -= 8) {
        out.write(bytes.length >>> shift);
      }
      out.writeBytes(bytes);
      return this;
    }

    Writer text(int tag, String text) {
      return bytes(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    Writer textIfAny(int tag, @Nullable String text) {
      return text == null ? this : text(tag, text);
    }

    Writer number(int tag, long number) {
      return bytes(tag, CatalogKeys.fixed64(number));
    }

    byte[] finish() {
      return out.toByteArray();
    }
  }

  /** Steps over fields. */
  static final class Reader {
    private final byte[] array;
    private final int end;
    private int next;
    private int start;
    private int length;
    private int tag;

    Reader(Slice record) {
      array = record.array();
      next = record.offset();
      end = record.offset() + record.length();
    }

    boolean next() {
      if (next == end) {
        return false;
      }
      if (end - next < 5) {
        throw corrupt("a field is cut off");
      }
      tag = array[next];
      length = 0;
      for (int i = 1; i <= 4; i++) {
        length = (length << 8) | (array[next + i] & 0xFF);
      }
      start = next + 5;
      if (length < 0 || length > end - start) {
        throw corrupt("a field of " + length + " bytes does not fit");
      }
      next = start + length;
      return true;
    }

    int tag() {
      return tag;
    }

    String text() {
      return new String(array, start, length, StandardCharsets.UTF_8);
    }

    long number() {
      if (length != Long.BYTES) {
        throw corrupt("a number has " + length + " bytes");
      }
      return CatalogKeys.fixed64(array, start);
    }

    int smallNumber() {
      long number = number();
      if (number != (int) number) {
        throw corrupt("a number is " + number);
      }
      return (int) number;
    }

    Slice slice() {
      return new Slice(Arrays.copyOfRange(array, start, start + length));
    }
  }

  static CorruptionException unknown(String what, Reader fields) {
    return corrupt("a " + what + " has the unknown field " + fields.tag());
  }

  static CorruptionException corrupt(String what) {
    return new CorruptionException("the catalogue cannot be read: " + what);
  }
}
