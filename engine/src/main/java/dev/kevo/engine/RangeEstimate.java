package dev.kevo.engine;

/**
 * A guess at the content of a key range, from the SSTables' indexes and the MemTables' sizes.
 *
 * @param entries about so many live entries
 * @param bytes about so many bytes of keys and values
 */
public record RangeEstimate(long entries, long bytes) {}
