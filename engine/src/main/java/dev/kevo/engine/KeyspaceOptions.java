package dev.kevo.engine;

import java.util.List;
import java.util.function.Consumer;

/**
 * How a keyspace lays its data out. Stored with the keyspace when it is created or altered ({@link
 * Database#createKeyspace(String, KeyspaceOptions)}, {@link Database#alterKeyspace}), and in force
 * at every open. A change concerns tables that are written from then on. Immutable; start from
 * {@link #DEFAULT}.
 */
public final class KeyspaceOptions implements Cloneable {
  private static final int MIB = 1024 * 1024;

  /** Of {@link #historyMillis}: a hundred years. */
  public static final long HISTORY_MILLIS_MAX = 36_525L * 24 * 3_600_000;

  /** 4 KiB blocks, LZ4, 10 filter bits per key. */
  public static final KeyspaceOptions DEFAULT = new KeyspaceOptions();

  // Written only by with(), before anyone else sees the object.
  private int blockBytes = 4096;
  private Compression compression = Compression.LZ4;
  private int filterBitsPerKey = 10;
  private CompactionStyle compactionStyle = CompactionStyle.LEVELED;
  private long fifoBytesMax = 1024L * MIB;
  private long ttlMillis;
  private long historyMillis;
  private int largeValueBytes;

  private KeyspaceOptions() {}

  /** Bytes of entries in an SSTable's block, before compression. */
  public int blockBytes() {
    return blockBytes;
  }

  /** The same options with another {@link #blockBytes}. */
  public KeyspaceOptions withBlockBytes(int bytes) {
    Ranges.require("blockBytes", bytes, 512, MIB);
    return with(options -> options.blockBytes = bytes);
  }

  /** How blocks are compressed; one that hardly shrinks is stored as it is. */
  public Compression compression() {
    return compression;
  }

  /** The same options with another {@link #compression}. */
  public KeyspaceOptions withCompression(Compression method) {
    return with(options -> options.compression = method);
  }

  /** Bits of an SSTable's bloom filter per key; 0 for no filter. */
  public int filterBitsPerKey() {
    return filterBitsPerKey;
  }

  /** The same options with another {@link #filterBitsPerKey}. */
  public KeyspaceOptions withFilterBitsPerKey(int bits) {
    Ranges.require("filterBitsPerKey", bits, 0, 32);
    return with(options -> options.filterBitsPerKey = bits);
  }

  /** How tables are merged. */
  public CompactionStyle compactionStyle() {
    return compactionStyle;
  }

  /** The same options with another {@link #compactionStyle}. */
  public KeyspaceOptions withCompactionStyle(CompactionStyle style) {
    return with(options -> options.compactionStyle = style);
  }

  /**
   * Bytes of tables and large values that a keyspace of style {@link CompactionStyle#FIFO} keeps.
   */
  public long fifoBytesMax() {
    return fifoBytesMax;
  }

  /** The same options with another {@link #fifoBytesMax}. */
  public KeyspaceOptions withFifoBytesMax(long bytes) {
    Ranges.require("fifoBytesMax", bytes, 1, Long.MAX_VALUE);
    return with(options -> options.fifoBytesMax = bytes);
  }

  /**
   * How long an entry lives after it was written; 0 for ever. Expired entries vanish for all
   * readers at once, open snapshots included, a little later than this: entries are dated in steps
   * of 1/32 of it, and at most once a second.
   */
  public long ttlMillis() {
    return ttlMillis;
  }

  /** The same options with another {@link #ttlMillis}. */
  public KeyspaceOptions withTtlMillis(long millis) {
    Ranges.require("ttlMillis", millis, 0, Long.MAX_VALUE);
    return with(options -> options.ttlMillis = millis);
  }

  /**
   * For how long old versions and deleted entries stay readable through {@link
   * Database#snapshotAt}; 0 for not at all. What was there when this was set counts as the
   * beginning. Old versions take space, and time of scans that pass over them, until then.
   */
  public long historyMillis() {
    return historyMillis;
  }

  /** The same options with another {@link #historyMillis}. */
  public KeyspaceOptions withHistoryMillis(long millis) {
    Ranges.require("historyMillis", millis, 0, HISTORY_MILLIS_MAX);
    return with(options -> options.historyMillis = millis);
  }

  /**
   * Size from which on a value is kept apart from the tables, in a value file that compactions do
   * not copy; 0 for never. It costs each read of such a value a read of its own. Values that lie
   * apart when this is changed stay there until they are written anew.
   */
  public int largeValueBytes() {
    return largeValueBytes;
  }

  /** The same options with another {@link #largeValueBytes}. */
  public KeyspaceOptions withLargeValueBytes(int bytes) {
    Ranges.require("largeValueBytes", bytes, 0, 1024 * MIB);
    return with(options -> options.largeValueBytes = bytes);
  }

  /** Every option's value, for comparisons. */
  private List<Object> values() {
    return List.of(
        blockBytes,
        compression,
        filterBitsPerKey,
        compactionStyle,
        fifoBytesMax,
        ttlMillis,
        historyMillis,
        largeValueBytes);
  }

  private KeyspaceOptions with(Consumer<KeyspaceOptions> change) {
    KeyspaceOptions changed;
    try {
      changed = (KeyspaceOptions) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
    change.accept(changed);
    return changed;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof KeyspaceOptions other && values().equals(other.values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }

  @Override
  public String toString() {
    return "KeyspaceOptions" + values();
  }
}
