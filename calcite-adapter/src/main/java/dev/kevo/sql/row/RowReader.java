package dev.kevo.sql.row;

import dev.kevo.engine.Slice;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads columns of one entry after another of a typed table, each only when asked for. {@link #set}
 * moves it; it keeps no bytes of its own, so it is valid for as long as the slices are. Not
 * thread-safe.
 */
public final class RowReader {
  private static final Slice NOTHING = new Slice();

  private final RowCodec codec;
  private Slice key = NOTHING;
  private byte[] array = key.array();
  private int slots;
  private int endWidth;
  private int nullsAt;
  private int endsAt;
  private int dataAt;
  private int limit;

  RowReader(RowCodec codec) {
    this.codec = codec;
  }

  /** Moves to another entry. */
  public void set(Slice key, Slice value) {
    this.key = key;
    array = value.array();
    limit = value.offset() + value.length();
    int at = value.offset();
    if (value.length() < 3) {
      throw RowFormat.corrupt("it has " + value.length() + " bytes");
    }
    int head = array[at++];
    if (head < 0 || head > 2) {
      throw RowFormat.corrupt("its head is " + head);
    }
    endWidth = 1 << head;
    while (array[at++] < 0) {
      checkLimit(at);
    }
    slots = 0;
    int shift = 0;
    int next;
    do {
      checkLimit(at);
      next = array[at++];
      slots |= (next & 0x7F) << shift;
      shift += 7;
    } while (next < 0 && shift < 28);
    nullsAt = at;
    long data = (long) at + (slots + 7) / 8 + (long) slots * endWidth;
    if (slots < 0 || data > limit) {
      throw RowFormat.corrupt("it has too few bytes for " + slots + " slots");
    }
    endsAt = at + (slots + 7) / 8;
    dataAt = (int) data;
  }

  private void checkLimit(int at) {
    if (at >= limit) {
      throw RowFormat.corrupt("it ends too early");
    }
  }

  /** The value of a column of the table. */
  public @Nullable Object get(int column) {
    int slot = codec.slot(column);
    if (slot < 0) {
      return codec.keys().decode(key, -1 - slot);
    }
    if (slot >= slots) {
      return codec.absent(column);
    }
    if (isNullSlot(slot)) {
      return null;
    }
    return RowFormat.value(codec.type(column), array, start(slot), end(slot));
  }

  /** Whether a column of the table is NULL. */
  public boolean isNull(int column) {
    int slot = codec.slot(column);
    if (slot >= slots) {
      return codec.absent(column) == null;
    }
    return slot >= 0 && isNullSlot(slot);
  }

  /** The value of a column of an integer, date or time type that is not NULL, without boxing. */
  public long getLong(int column) {
    int slot = codec.slot(column);
    if (slot >= slots) {
      return ((Number) Objects.requireNonNull(codec.absent(column))).longValue();
    }
    return slot < 0
        ? codec.keys().decodeLong(key, -1 - slot)
        : RowFormat.integer(array, start(slot), end(slot));
  }

  /** Whether {@link #getLong} gives the column's value, for a DECIMAL its unscaled number. */
  public boolean isLong(int column) {
    return switch (codec.type(column).typeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT, DATE, TIME, TIMESTAMP -> true;
      case BOOLEAN, DECIMAL -> isStored(codec.slot(column));
      default -> false;
    };
  }

  /** Whether a column is of an integer type. */
  public boolean isInteger(int column) {
    return switch (codec.type(column).typeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT -> true;
      default -> false;
    };
  }

  /** Whether a column is FLOAT or DOUBLE. */
  public boolean isDouble(int column) {
    return switch (codec.type(column).typeName()) {
      case FLOAT, DOUBLE -> true;
      default -> false;
    };
  }

  /** Whether a column is of a text type. */
  public boolean isText(int column) {
    return codec.type(column).isText();
  }

  /** Whether the entry has a slot. */
  boolean hasSlot(int slot) {
    return slot < slots;
  }

  /** Moves a slice to the data of a slot that the entry has. */
  void place(int slot, Slice into) {
    int start = start(slot);
    into.set(array, start, end(slot) - start);
  }

  /**
   * The bytes of a column of text or bytes that is not NULL, where they lie.
   *
   * @return false if they do not lie there as they are: the column is part of the key, or came
   *     after the row was written
   */
  public boolean getBytes(int column, Slice into) {
    int slot = codec.slot(column);
    if (!isStored(slot)) {
      return false;
    }
    place(slot, into);
    return true;
  }

  /** The value of a column of type FLOAT or DOUBLE that is not NULL, without boxing. */
  public double getDouble(int column) {
    int slot = codec.slot(column);
    if (slot >= slots) {
      return ((Number) Objects.requireNonNull(codec.absent(column))).doubleValue();
    }
    return slot < 0
        ? ((Number) Objects.requireNonNull(codec.keys().decode(key, -1 - slot))).doubleValue()
        : RowFormat.doubleValue(array, start(slot), end(slot));
  }

  private boolean isStored(int slot) {
    return slot >= 0 && slot < slots;
  }

  private boolean isNullSlot(int slot) {
    return (array[nullsAt + (slot >> 3)] & (1 << (slot & 7))) != 0;
  }

  /** Where a slot's data begins; not after its end. */
  private int start(int slot) {
    int start = slot == 0 ? dataAt : end(slot - 1);
    if (start > end(slot)) {
      throw RowFormat.corrupt("slot " + slot + " ends before it begins");
    }
    return start;
  }

  private int end(int slot) {
    int at = endsAt + slot * endWidth;
    int end =
        switch (endWidth) {
          case 1 -> array[at] & 0xFF;
          case 2 -> (short) RowFormat.SHORT.get(array, at) & 0xFFFF;
          default -> (int) RowFormat.INT.get(array, at);
        };
    if (end < 0 || end > limit - dataAt) {
      throw RowFormat.corrupt("slot " + slot + " ends outside");
    }
    return dataAt + end;
  }
}
