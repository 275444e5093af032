package dev.kevo.sql.row;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Slice;
import dev.kevo.sql.catalog.TablePrefix;
import java.util.Arrays;

/**
 * What writers note beside an index that is being built, in the place of its entries, which are its
 * build's alone until it is ready. The newest note of an entry is what it is to be.
 *
 * <pre>
 *   key      the entry's, {@link TablePrefix#PENDING_TAG} for its first byte
 *   value    01 value: the entry is to have this value
 *            00: there is to be no such entry
 *            00 value: an entry that must be the only one of its keys is not to be there if it has
 *            this value's row; until the build has found it out, there may be another one
 * </pre>
 */
public final class PendingEntry {
  private static final byte GONE = 0;
  private static final byte PUT = 1;

  private PendingEntry() {}

  /** All that is pending for an index. */
  public static KeyRange range(long index) {
    return KeyRange.prefix(TablePrefix.pending(index));
  }

  /** The key of what is pending for an entry. */
  public static byte[] key(byte[] entryKey) {
    byte[] key = entryKey.clone();
    key[0] = TablePrefix.PENDING_TAG;
    return key;
  }

  /** The key of the entry that something is pending for. */
  public static byte[] entryKey(Slice key) {
    byte[] entryKey = key.toByteArray();
    entryKey[0] = TablePrefix.TAG;
    return entryKey;
  }

  /** An entry is to have a value. */
  public static byte[] put(byte[] entryValue) {
    return note(PUT, entryValue);
  }

  /** There is to be no entry. */
  public static byte[] gone() {
    return new byte[] {GONE};
  }

  /** There is to be no entry of the row that such a value is about. */
  public static byte[] gone(byte[] entryValue) {
    return note(GONE, entryValue);
  }

  private static byte[] note(byte kind, byte[] entryValue) {
    byte[] value = new byte[1 + entryValue.length];
    value[0] = kind;
    System.arraycopy(entryValue, 0, value, 1, entryValue.length);
    return value;
  }

  /** Whether an entry is to be there. */
  public static boolean isPut(Slice value) {
    if (value.length() == 0 || value.at(0) > PUT) {
      throw RowFormat.corrupt("what is pending for an index has no kind");
    }
    return value.at(0) == PUT;
  }

  /** Whether it is about one row's entry alone. */
  public static boolean isOfRow(Slice value) {
    return value.length() > 1;
  }

  /** The value of an entry that is to be there, or not. */
  public static byte[] entryValue(Slice value) {
    return Arrays.copyOfRange(value.array(), value.offset() + 1, value.offset() + value.length());
  }
}
