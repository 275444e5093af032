package dev.kevo.engine.wal;

/**
 * A place between two records of the write-ahead log.
 *
 * @param segment the segment's number
 * @param bytes the segment's bytes up to there
 */
public record WalPosition(long segment, long bytes) {}
