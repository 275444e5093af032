package dev.kevo.engine;

import java.util.List;

/**
 * What a salvage saved of a damaged database, and what it lost.
 *
 * @param manifestIntact whether the manifest was read as a whole. If not, deleted entries may be
 *     back, and tables of which no manifest tells the keyspace are in keyspaces of their own,
 *     {@code lost-000008}
 * @param files each file that was read, or that should have been there
 * @param keyspaces what the new database holds
 */
public record SalvageReport(
    boolean manifestIntact, List<SalvagedFile> files, List<SalvagedKeyspace> keyspaces) {
  /** How many entries were lost when nothing tells it. */
  public static final long UNKNOWN = -1;

  public SalvageReport {
    files = List.copyOf(files);
    keyspaces = List.copyOf(keyspaces);
  }

  /**
   * What was read of a file.
   *
   * @param name its name
   * @param keyspace the keyspace of a table; empty for a log or manifest, which serve all
   * @param bytes its size; 0 if it is missing
   * @param bytesLost how many of them could not be read, filters aside; the tail of a log that was
   *     torn, too
   * @param entries versions of keys that were read from a table, changes from a log, edits from a
   *     manifest
   * @param entriesLost how many were not, or {@link #UNKNOWN}
   * @param rangesLost of a table, the key ranges of lost entries; there may be other entries in
   *     them
   * @param fault what was found first; empty if all was well
   */
  public record SalvagedFile(
      String name,
      String keyspace,
      long bytes,
      long bytesLost,
      long entries,
      long entriesLost,
      List<KeyRange> rangesLost,
      String fault) {
    public SalvagedFile {
      rangesLost = List.copyOf(rangesLost);
    }

    /** Whether all of it was read. */
    public boolean isWhole() {
      return fault.isEmpty();
    }
  }

  /**
   * What was written to a keyspace.
   *
   * @param entries live entries
   * @param bytes the bytes of their keys and values
   */
  public record SalvagedKeyspace(String name, long entries, long bytes) {}

  /** Whether everything was saved. */
  public boolean isComplete() {
    return manifestIntact && files.stream().allMatch(SalvagedFile::isWhole);
  }
}
