package dev.kevo.sql.mapping;

import dev.kevo.engine.Slice;
import dev.kevo.sql.types.SqlState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the keys of a mapped table are made: text that stands in all of them, and columns in braces.
 *
 * <pre>
 *   user:{id}             a column after a prefix
 *   {country}/{city}      a column ends where the text after it begins
 *   order:{id:08}         eight digits, so that keys are in the order of the numbers
 *   {tenant:int32}{name}  four bytes, then the rest
 *   {{{id}}}              doubled braces stand for themselves
 * </pre>
 *
 * Immutable and thread-safe.
 */
public final class KeyPattern {
  /** Columns that a key can have. */
  private static final int FIELDS_MAX = 32;

  /**
   * A column, and the text that follows it.
   *
   * @param after empty for none
   */
  private record Part(KeyField field, byte[] after) {}

  private final byte[] prefix;
  private final List<Part> parts;
  private final int orderedWidth;

  private KeyPattern(byte[] prefix, List<Part> parts) {
    this.prefix = prefix;
    this.parts = List.copyOf(parts);
    this.orderedWidth = orderedWidth(parts);
  }

  /** The leading columns in whose order keys come: one that ends anywhere only at the end. */
  private static int orderedWidth(List<Part> parts) {
    int width = 0;
    while (width < parts.size()) {
      Part part = parts.get(width);
      boolean last = width == parts.size() - 1;
      boolean ends = part.field.width() > 0 || (last && part.after.length == 0);
      if (!part.field.isOrdered() || !ends) {
        break;
      }
      width++;
    }
    return width;
  }

  /**
   * The pattern of a text; 42P16 if keys could not be told apart by it.
   *
   * @param columns gives the column of a name
   */
  static KeyPattern parse(String text, Function<String, MappedColumn> columns) {
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    byte[] prefix = {};
    KeyField open = null;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if ((c == '{' || c == '}') && at + 1 < text.length() && text.charAt(at + 1) == c) {
        literal.append(c);
        at += 2;
      } else if (c == '{') {
        int end = text.indexOf('}', at);
        if (end < 0) {
          throw invalid(text, "a brace is not closed");
        }
        byte[] before = literal.toString().getBytes(StandardCharsets.UTF_8);
        literal.setLength(0);
        if (open == null) {
          prefix = before;
        } else {
          parts.add(part(text, open, before));
        }
        open = field(text.substring(at + 1, end), columns);
        at = end + 1;
      } else if (c == '}') {
        throw invalid(text, "a brace is not opened");
      } else {
        literal.append(c);
        at++;
      }
    }
    if (open == null) {
      throw invalid(text, "it has no column");
    }
    parts.add(new Part(open, literal.toString().getBytes(StandardCharsets.UTF_8)));
    if (parts.size() > FIELDS_MAX) {
      throw invalid(text, "it has more than " + FIELDS_MAX + " columns");
    }
    return new KeyPattern(prefix, parts);
  }

  private static Part part(String text, KeyField field, byte[] after) {
    if (field.width() == 0 && after.length == 0) {
      throw invalid(text, "nothing says where column " + field.column().name() + " ends");
    }
    if (field.form() == KeyField.Form.BYTES) {
      throw invalid(text, "a column of bytes must be the last");
    }
    return new Part(field, after);
  }

  private static KeyField field(String text, Function<String, MappedColumn> columns) {
    int colon = text.indexOf(':');
    return colon < 0
        ? KeyField.of(columns.apply(text.strip()), null)
        : KeyField.of(columns.apply(text.substring(0, colon).strip()), text.substring(colon + 1));
  }

  private static RuntimeException invalid(String text, String reason) {
    return SqlState.INVALID_TABLE_DEFINITION.failure("key pattern '" + text + "': " + reason);
  }

  /** The ordinals of its columns, in their order in the key. */
  public int[] columns() {
    return parts.stream().mapToInt(part -> part.field.column().ordinal()).toArray();
  }

  /** The number of leading columns in whose order keys come. */
  public int orderedWidth() {
    return orderedWidth;
  }

  /** What all keys begin with. */
  public byte[] prefix() {
    return prefix.clone();
  }

  /**
   * Reads a key.
   *
   * @param row gets the columns
   * @return whether it is a key of this pattern; if not, the row may be half-filled
   */
  public boolean read(Slice key, @Nullable Object[] row) {
    byte[] array = key.array();
    int end = key.offset() + key.length();
    if (!matches(array, key.offset(), end, prefix)) {
      return false;
    }
    int at = key.offset() + prefix.length;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      int to = fieldEnd(part, array, at, end, i == parts.size() - 1);
      if (to < 0 || !matches(array, to, end, part.after)) {
        return false;
      }
      Object value = part.field.decode(array, at, to);
      if (value == null) {
        return false;
      }
      row[part.field.column().ordinal()] = value;
      at = to + part.after.length;
    }
    return at == end;
  }

  private static int fieldEnd(Part part, byte[] key, int at, int end, boolean last) {
    if (part.field.width() > 0) {
      return at + part.field.width() <= end ? at + part.field.width() : -1;
    }
    if (last) {
      return end - part.after.length >= at ? end - part.after.length : -1;
    }
    for (int i = at; i <= end - part.after.length; i++) {
      if (matches(key, i, end, part.after)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] key, int at, int end, byte[] expected) {
    return end - at >= expected.length
        && Arrays.equals(key, at, at + expected.length, expected, 0, expected.length);
  }

  /**
   * The beginning of the keys whose first columns have some values, up to the column after them.
   * Values that no key can have give bytes that no key of such a row has; other keys may have them.
   *
   * @param values in the order of the key
   */
  public byte[] begin(@Nullable Object[] values, int count) {
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    key.writeBytes(prefix);
    for (int i = 0; i < count; i++) {
      Object value = values[i];
      if (value != null) {
        key.writeBytes(parts.get(i).field.encode(value));
        key.writeBytes(parts.get(i).after);
      }
    }
    return key.toByteArray();
  }

  /**
   * The beginning of the keys whose first columns have some values and whose next one begins so.
   */
  public byte[] begin(@Nullable Object[] values, int count, String prefixOfNext) {
    byte[] begin = begin(values, count);
    byte[] next = prefixOfNext.getBytes(StandardCharsets.UTF_8);
    byte[] key = Arrays.copyOf(begin, begin.length + next.length);
    System.arraycopy(next, 0, key, begin.length, next.length);
    return key;
  }

  /** The key of a row; 22023 if it has none that would be read as this row again. */
  public byte[] write(@Nullable Object[] row) {
    @Nullable Object[] values = new Object[parts.size()];
    @Nullable Object[] again = row.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = row[parts.get(i).field.column().ordinal()];
      if (values[i] == null) {
        throw SqlState.NULL_NOT_ALLOWED.failure(
            "column "
                + parts.get(i).field.column().name()
                + " stands in the key and cannot be NULL");
      }
    }
    byte[] key = begin(values, values.length);
    boolean fits = read(new Slice(key), again);
    for (int i = 0; fits && i < values.length; i++) {
      int ordinal = parts.get(i).field.column().ordinal();
      fits = again[ordinal] != null && again[ordinal].equals(row[ordinal]);
    }
    if (!fits) {
      throw SqlState.INVALID_PARAMETER.failure(
          "the row has no key: a value does not fit its place in the key pattern");
    }
    return key;
  }
}
