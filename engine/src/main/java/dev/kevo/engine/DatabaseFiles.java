package dev.kevo.engine;

import java.util.List;

/**
 * The files that make up a database at one moment, as {@link Database#files} saw them.
 *
 * @param tables the SSTables, by keyspace in the order of their creation, level and place in it:
 *     level 0 newest first, the others by key
 * @param values the value files, by keyspace and number
 * @param log the segments of the write-ahead log, oldest first; the last one grows
 */
public record DatabaseFiles(List<TableFile> tables, List<ValuesFile> values, List<LogFile> log) {
  public DatabaseFiles {
    values = List.copyOf(values);
    tables = List.copyOf(tables);
    log = List.copyOf(log);
  }

  /**
   * An SSTable. The arrays must not be written to.
   *
   * @param number the number in its file name
   * @param entries versions of keys, deletes included
   * @param deletes those that are deletes
   * @param smallestKey its first key
   * @param largestKey its last key, inclusive
   * @param oldestSequence the sequence of its oldest entry; sequences grow with each commit
   * @param newestSequence the sequence of its newest entry
   * @param writtenMillis when the file was written, in milliseconds since 1970
   */
  public record TableFile(
      String keyspace,
      int level,
      long number,
      long bytes,
      long entries,
      long deletes,
      byte[] smallestKey,
      byte[] largestKey,
      long oldestSequence,
      long newestSequence,
      long writtenMillis) {}

  /**
   * A value file ({@link KeyspaceOptions#largeValueBytes}).
   *
   * @param number the number in its file name
   * @param values how many values it was written with
   * @param liveValues those of them that tables refer to
   * @param liveBytes their bytes; the rest is garbage
   * @param writtenMillis when the file was written, in milliseconds since 1970
   */
  public record ValuesFile(
      String keyspace,
      long number,
      long bytes,
      long values,
      long liveValues,
      long liveBytes,
      long writtenMillis) {}

  /**
   * A segment of the log.
   *
   * @param number the number in its file name
   * @param needed whether a recovery reads it; else it is kept for change streams only
   * @param writtenMillis when it was last written to, in milliseconds since 1970
   */
  public record LogFile(long number, long bytes, boolean needed, long writtenMillis) {}
}
