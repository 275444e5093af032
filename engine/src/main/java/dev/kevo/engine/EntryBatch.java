package dev.kevo.engine;

/**
 * Entries that a {@link Cursor} gives at once: for each its key and its value, where their bytes
 * lie. The bytes are read-only and stay as they are for as long as the caller holds them; which
 * entries there are changes with the cursor's next step. Not thread-safe.
 */
public final class EntryBatch {
  private final byte[][] keyArrays;
  private final int[] keyOffsets;
  private final int[] keyLengths;
  private final byte[][] valueArrays;
  private final int[] valueOffsets;
  private final int[] valueLengths;
  private int count;

  /** A batch without entries, and with room for so many. */
  public EntryBatch(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity is out of range: " + capacity);
    }
    keyArrays = new byte[capacity][];
    keyOffsets = new int[capacity];
    keyLengths = new int[capacity];
    valueArrays = new byte[capacity][];
    valueOffsets = new int[capacity];
    valueLengths = new int[capacity];
  }

  /** How many more entries it can hold. */
  public int room() {
    return keyLengths.length - count;
  }

  /** How many entries there are. */
  public int count() {
    return count;
  }

  /** Forgets the entries. */
  public void clear() {
    count = 0;
  }

  /** Adds an entry. */
  public void add(Slice key, Slice value) {
    add(key.array(), key.offset(), key.length(), value.array(), value.offset(), value.length());
  }

  /** Adds an entry whose value lies right behind its key. */
  public void add(byte[] array, int keyOffset, int keyLength, int valueLength) {
    add(array, keyOffset, keyLength, array, keyOffset + keyLength, valueLength);
  }

  private void add(
      byte[] keyArray,
      int keyOffset,
      int keyLength,
      byte[] valueArray,
      int valueOffset,
      int valueLength) {
    int index = count;
    keyArrays[index] = keyArray;
    keyOffsets[index] = keyOffset;
    keyLengths[index] = keyLength;
    valueArrays[index] = valueArray;
    valueOffsets[index] = valueOffset;
    valueLengths[index] = valueLength;
    count = index + 1;
  }

  /** Moves a slice to the key of an entry. */
  public void key(int index, Slice into) {
    into.set(keyArrays[index], keyOffsets[index], keyLengths[index]);
  }

  /** Moves a slice to the value of an entry. */
  public void value(int index, Slice into) {
    into.set(valueArrays[index], valueOffsets[index], valueLengths[index]);
  }

  /** The array that an entry's value lies in. */
  public byte[] valueArray(int index) {
    return valueArrays[index];
  }

  /** Where in its array an entry's value begins. */
  public int valueOffset(int index) {
    return valueOffsets[index];
  }

  /** How many bytes an entry's value has. */
  public int valueLength(int index) {
    return valueLengths[index];
  }
}
