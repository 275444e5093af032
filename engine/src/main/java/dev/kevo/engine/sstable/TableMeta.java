package dev.kevo.engine.sstable;

import java.util.Arrays;

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
 */
public record TableMeta(
    long fileNumber,
    long bytes,
    long entries,
    byte[] smallest,
    byte[] largest,
    long minSequence,
    long maxSequence) {

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
        && maxSequence == other.maxSequence;
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
