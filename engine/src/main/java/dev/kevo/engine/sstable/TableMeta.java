package dev.kevo.engine.sstable;

import dev.kevo.engine.value.ValueUse;
import java.util.Arrays;
import java.util.List;

/**
 * What the manifest knows of an SSTable. The arrays must not be written to.
 *
 * @param fileNumber the number in its file name
 * @param bytes the file's size
 * @param entries versions of keys in it, deletes included
 * @param smallest its first user key
 * @param largest its last user key, inclusive
 * @param minSequence the oldest sequence in it
 * @param maxSequence the newest sequence in it
 * @param deletes how many of the entries are deletes
 * @param cleanSequence every range delete up to this sequence has been carried out in it: none of
 *     its entries is hidden by one of them
 * @param loaded whether its entries are stored without sequences, and all have {@code maxSequence}
 * @param valueUses what it refers to in value files, one element for each of them, by number
 */
public record TableMeta(
    long fileNumber,
    long bytes,
    long entries,
    byte[] smallest,
    byte[] largest,
    long minSequence,
    long maxSequence,
    long deletes,
    long cleanSequence,
    boolean loaded,
    List<ValueUse> valueUses) {
  /** The format version of tables that are written now, and the newest that can be read. */
  public static final int FORMAT_VERSION = TableFormat.VERSION;

  public TableMeta {
    valueUses = List.copyOf(valueUses);
  }

  /** The bytes of the values that it refers to. */
  public long usedValueBytes() {
    long sum = 0;
    for (ValueUse use : valueUses) {
      sum += use.bytes();
    }
    return sum;
  }

  /** The same table, known to be clean up to a sequence. */
  public TableMeta withCleanSequence(long sequence) {
    return new TableMeta(
        fileNumber,
        bytes,
        entries,
        smallest,
        largest,
        minSequence,
        maxSequence,
        deletes,
        sequence,
        loaded,
        valueUses);
  }

  /** The same table, known to refer to values. */
  public TableMeta withValueUses(List<ValueUse> uses) {
    return new TableMeta(
        fileNumber,
        bytes,
        entries,
        smallest,
        largest,
        minSequence,
        maxSequence,
        deletes,
        cleanSequence,
        loaded,
        uses);
  }

  /** The same table, whose entries were stored without sequences, with one for all of them. */
  public TableMeta loadedAt(long sequence) {
    return new TableMeta(
        fileNumber,
        bytes,
        entries,
        smallest,
        largest,
        sequence,
        sequence,
        deletes,
        cleanSequence,
        true,
        valueUses);
  }

  /** Whether {@code key} lies between the table's first and last key. */
  public boolean covers(byte[] key) {
    return Arrays.compareUnsigned(smallest, key) <= 0 && Arrays.compareUnsigned(key, largest) <= 0;
  }

  /** Whether the table's keys and the keys from {@code first} to {@code last} (inclusive) meet. */
  public boolean overlaps(byte[] first, byte[] last) {
    return Arrays.compareUnsigned(smallest, last) <= 0
        && Arrays.compareUnsigned(first, largest) <= 0;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof TableMeta other
        && fileNumber == other.fileNumber
        && bytes == other.bytes
        && entries == other.entries
        && Arrays.equals(smallest, other.smallest)
        && Arrays.equals(largest, other.largest)
        && minSequence == other.minSequence
        && maxSequence == other.maxSequence
        && deletes == other.deletes
        && cleanSequence == other.cleanSequence
        && loaded == other.loaded
        && valueUses.equals(other.valueUses);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(fileNumber);
  }

  @Override
  public String toString() {
    return "TableMeta[" + fileNumber + ", bytes=" + bytes + ", entries=" + entries + "]";
  }
}
