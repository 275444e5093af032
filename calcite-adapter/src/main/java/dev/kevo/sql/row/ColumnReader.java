package dev.kevo.sql.row;

import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.Slice;
import dev.kevo.sql.types.ColumnType;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one column of many entries of a typed table into arrays, by the entries' positions. Nothing
 * but the column's own bytes and what leads to them is looked at. Not thread-safe.
 */
public final class ColumnReader {
  // What place() gives instead of a place.
  private static final long NULL = -1;
  private static final long ABSENT = -2;

  private final RowCodec codec;
  private final int column;
  private final ColumnType type;
  private final int slot;

  /** How many slots rows have that are written now. */
  private final int slotsUsual;

  /** How far before the ends the byte lies that says whether the column is NULL. */
  private final int nullBefore;

  private final int nullBit;
  private final RowReader reader;
  private final Slice key = new Slice();
  private final Slice value = new Slice();

  private boolean @Nullable [] nulls;
  private boolean anyNull;

  ColumnReader(RowCodec codec, int column) {
    this.codec = codec;
    this.column = column;
    this.type = codec.type(column);
    this.slot = codec.slot(column);
    this.slotsUsual = codec.slotCount();
    this.nullBefore = (slotsUsual + 7) / 8 - (slot >> 3);
    this.nullBit = 1 << (slot & 7);
    this.reader = codec.newReader();
  }

  /** Whether {@link #readLongs} may be called: integers, times, and where they are stored so. */
  public boolean isLong() {
    return switch (type.typeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT, DATE, TIME, TIMESTAMP -> true;
      case BOOLEAN, DECIMAL -> slot >= 0;
      default -> false;
    };
  }

  /** Whether {@link #readDoubles} may be called. */
  public boolean isDouble() {
    return switch (type.typeName()) {
      case FLOAT, DOUBLE -> slot >= 0;
      default -> false;
    };
  }

  /** Whether {@link #readBytes} may be called: texts and bytes that are not part of the key. */
  public boolean isBytes() {
    return switch (type.typeName()) {
      case CHAR, VARCHAR, BINARY, VARBINARY, UUID -> slot >= 0 && codec.absent(column) == null;
      default -> false;
    };
  }

  /**
   * Reads numbers; of a DECIMAL the unscaled one, which must fit a long.
   *
   * @param positions which entries, of which the first {@code count} count
   * @return which positions are NULL, or null if none is; valid until the next call
   */
  public boolean @Nullable [] readLongs(RowPlaces places, int[] positions, int count, long[] into) {
    clearNulls();
    EntryBatch rows = places.rows();
    if (slot < 0) {
      readKeys(rows, positions, count, into);
      return nulls();
    }
    int[] endsAt = places.endsAt();
    for (int k = 0; k < count; k++) {
      int i = positions[k];
      byte[] array = rows.valueArray(i);
      long place = endsAt[i] < 0 ? place(rows, i) : shortPlace(array, endsAt[i]);
      if (place >= 0) {
        int start = (int) (place >>> Integer.SIZE);
        into[i] = RowFormat.integer(array, start, (int) place);
      } else if (place == NULL) {
        setNull(i, into.length);
      } else {
        into[i] = absentLong(i, into.length);
      }
    }
    return nulls();
  }

  private void readKeys(EntryBatch rows, int[] positions, int count, long[] into) {
    KeyCodec keys = codec.keys();
    int place = -1 - slot;
    for (int k = 0; k < count; k++) {
      rows.key(positions[k], key);
      into[positions[k]] = keys.decodeLong(key, place);
    }
  }

  private long absentLong(int position, int length) {
    Object absent = codec.absent(column);
    if (absent == null) {
      setNull(position, length);
      return 0;
    }
    if (absent instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    return absent instanceof BigDecimal number
        ? number.setScale(type.scale()).unscaledValue().longValueExact()
        : ((Number) absent).longValue();
  }

  /** Reads approximate numbers, as {@link #readLongs}. */
  public boolean @Nullable [] readDoubles(
      RowPlaces places, int[] positions, int count, double[] into) {
    clearNulls();
    EntryBatch rows = places.rows();
    int[] endsAt = places.endsAt();
    for (int k = 0; k < count; k++) {
      int i = positions[k];
      byte[] array = rows.valueArray(i);
      long place = endsAt[i] < 0 ? place(rows, i) : shortPlace(array, endsAt[i]);
      if (place >= 0) {
        int start = (int) (place >>> Integer.SIZE);
        into[i] = RowFormat.doubleValue(array, start, (int) place);
      } else if (place == ABSENT && codec.absent(column) instanceof Number number) {
        into[i] = number.doubleValue();
      } else {
        setNull(i, into.length);
      }
    }
    return nulls();
  }

  /** Says where the bytes lie; otherwise as {@link #readLongs}. */
  public boolean @Nullable [] readBytes(
      RowPlaces places, int[] positions, int count, byte[][] arrays, int[] offsets, int[] lengths) {
    clearNulls();
    EntryBatch rows = places.rows();
    int[] endsAt = places.endsAt();
    for (int k = 0; k < count; k++) {
      int i = positions[k];
      byte[] array = rows.valueArray(i);
      long place = endsAt[i] < 0 ? place(rows, i) : shortPlace(array, endsAt[i]);
      if (place >= 0) {
        int start = (int) (place >>> Integer.SIZE);
        arrays[i] = array;
        offsets[i] = start;
        lengths[i] = (int) place - start;
      } else {
        setNull(i, lengths.length);
      }
    }
    return nulls();
  }

  /** The value at one position in the executor's class. */
  public @Nullable Object get(RowPlaces places, int position) {
    EntryBatch rows = places.rows();
    rows.key(position, key);
    rows.value(position, value);
    return codec.decode(key, value, column);
  }

  private void clearNulls() {
    if (anyNull && nulls != null) {
      Arrays.fill(nulls, false);
      anyNull = false;
    }
  }

  private boolean @Nullable [] nulls() {
    return anyNull ? nulls : null;
  }

  private void setNull(int position, int length) {
    boolean[] known = nulls;
    if (known == null || known.length < length) {
      known = known == null ? new boolean[length] : Arrays.copyOf(known, length);
      nulls = known;
    }
    known[position] = true;
    anyNull = true;
  }

  /** Where the column lies, begin and end in one number, or why it does not; of a usual row. */
  private long shortPlace(byte[] array, int endsAt) {
    if ((array[endsAt - nullBefore] & nullBit) != 0) {
      return NULL;
    }
    int data = endsAt + slotsUsual;
    int start = slot == 0 ? 0 : array[endsAt + slot - 1] & 0xFF;
    int end = array[endsAt + slot] & 0xFF;
    if (start > end || end > (array[data - 1] & 0xFF)) {
      throw RowFormat.corrupt("slot " + slot + " ends outside");
    }
    return (long) (data + start) << Integer.SIZE | (data + end);
  }

  /** The same of a row of another version, or a large one. */
  private long place(EntryBatch rows, int position) {
    rows.value(position, value);
    reader.set(key, value);
    if (!reader.hasSlot(slot)) {
      return ABSENT;
    }
    if (reader.isNull(column)) {
      return NULL;
    }
    reader.place(slot, value);
    return (long) value.offset() << Integer.SIZE | (value.offset() + value.length());
  }
}
