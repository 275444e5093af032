package dev.kevo.engine.version;

import dev.kevo.engine.CompactionStyle;
import dev.kevo.engine.Compression;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.BytesWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A keyspace's option as the manifest stores it: a code, which is never used again, and a number.
 *
 * <pre>
 * options := count varint32 | (code varint32 | value varint64) * count
 * code    := 1 blockBytes | 2 filterBitsPerKey | 3 compression: 0 NONE, 1 LZ4, 2 DEFLATE, 3 ZSTD
 *          | 4 compactionStyle: 0 LEVELED, 1 TIERED, 2 FIFO | 5 fifoBytesMax | 6 ttlMillis
 *          | 7 largeValueBytes | 8 historyMillis
 * </pre>
 *
 * An option that is absent has its default. A code that is unknown belongs to a newer release, and
 * is refused: the keyspace could not be written as it was told to.
 */
enum StoredOption {
  BLOCK_BYTES("blockBytes", 1),
  FILTER_BITS_PER_KEY("filterBitsPerKey", 2),
  COMPRESSION("compression", 3),
  COMPACTION_STYLE("compactionStyle", 4),
  FIFO_BYTES_MAX("fifoBytesMax", 5),
  TTL_MILLIS("ttlMillis", 6),
  LARGE_VALUE_BYTES("largeValueBytes", 7),
  HISTORY_MILLIS("historyMillis", 8);

  /** A choice is stored as its place here, which it therefore keeps. */
  private static final List<Compression> COMPRESSIONS =
      List.of(Compression.NONE, Compression.LZ4, Compression.DEFLATE, Compression.ZSTD);

  private static final List<CompactionStyle> STYLES =
      List.of(CompactionStyle.LEVELED, CompactionStyle.TIERED, CompactionStyle.FIFO);

  private static final int FIRST_YOUNGER_CODE = 7;

  private static final StoredOption[] ALL = values();

  private final String key;
  private final int code;

  StoredOption(String key, int code) {
    this.key = key;
    this.code = code;
  }

  // Not functions kept with each option: every open database reads these, and a fresh process takes
  // long to make so many of them.

  private long get(KeyspaceOptions options) {
    return switch (this) {
      case BLOCK_BYTES -> options.blockBytes();
      case FILTER_BITS_PER_KEY -> options.filterBitsPerKey();
      case COMPRESSION -> COMPRESSIONS.indexOf(options.compression());
      case COMPACTION_STYLE -> STYLES.indexOf(options.compactionStyle());
      case FIFO_BYTES_MAX -> options.fifoBytesMax();
      case TTL_MILLIS -> options.ttlMillis();
      case LARGE_VALUE_BYTES -> options.largeValueBytes();
      case HISTORY_MILLIS -> options.historyMillis();
    };
  }

  /** The options with a value; {@link IllegalArgumentException} if there is no such value. */
  private KeyspaceOptions with(KeyspaceOptions options, long value) {
    return switch (this) {
      case BLOCK_BYTES -> options.withBlockBytes(toInt(value));
      case FILTER_BITS_PER_KEY -> options.withFilterBitsPerKey(toInt(value));
      case COMPRESSION -> options.withCompression(choice(COMPRESSIONS, value));
      case COMPACTION_STYLE -> options.withCompactionStyle(choice(STYLES, value));
      case FIFO_BYTES_MAX -> options.withFifoBytesMax(value);
      case TTL_MILLIS -> options.withTtlMillis(value);
      case LARGE_VALUE_BYTES -> options.withLargeValueBytes(toInt(value));
      case HISTORY_MILLIS -> options.withHistoryMillis(value);
    };
  }

  private static <T> T choice(List<T> all, long value) {
    if (value < 0 || value >= all.size()) {
      throw new IllegalArgumentException("unknown choice " + value);
    }
    return all.get((int) value);
  }

  private static int toInt(long value) {
    if (value != (int) value) {
      throw new IllegalArgumentException("out of range: " + value);
    }
    return (int) value;
  }

  static void encode(KeyspaceOptions options, BytesWriter into) {
    List<StoredOption> stored = new ArrayList<>();
    for (StoredOption option : ALL) {
      if (option.isStored(options)) {
        stored.add(option);
      }
    }
    into.writeVarint32(stored.size());
    for (StoredOption option : stored) {
      into.writeVarint32(option.code);
      into.writeVarint64(option.get(options));
    }
  }

  /** An option that is younger than the format is not, while it has its default. */
  private boolean isStored(KeyspaceOptions options) {
    return code < FIRST_YOUNGER_CODE || get(options) != get(KeyspaceOptions.DEFAULT);
  }

  static KeyspaceOptions decode(BytesReader from) {
    KeyspaceOptions options = KeyspaceOptions.DEFAULT;
    int count = from.readCount(2);
    for (int i = 0; i < count; i++) {
      StoredOption option = withCode(from.readVarint32(), from);
      long value = from.readVarint64();
      try {
        options = option.with(options, value);
      } catch (IllegalArgumentException e) {
        throw from.corrupt("keyspace option " + option.key + ": " + e.getMessage());
      }
    }
    return options;
  }

  private static StoredOption withCode(int code, BytesReader from) {
    for (StoredOption option : ALL) {
      if (option.code == code) {
        return option;
      }
    }
    throw from.corrupt("unknown keyspace option " + code + "; a newer release wrote it");
  }
}
