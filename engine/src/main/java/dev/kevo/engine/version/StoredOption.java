package dev.kevo.engine.version;

import dev.kevo.engine.CompactionStyle;
import dev.kevo.engine.Compression;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.BytesWriter;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A keyspace's option as the manifest stores it: a code, which is never used again, and a number.
 *
 * <pre>
 * options := count varint32 | (code varint32 | value varint64) * count
 * code    := 1 blockBytes | 2 filterBitsPerKey | 3 compression: 0 NONE, 1 LZ4, 2 DEFLATE
 *          | 4 compactionStyle: 0 LEVELED, 1 TIERED, 2 FIFO | 5 fifoBytesMax | 6 ttlMillis
 *          | 7 largeValueBytes | 8 historyMillis
 * </pre>
 *
 * An option that is absent has its default. A code that is unknown belongs to a newer release, and
 * is refused: the keyspace could not be written as it was told to.
 */
record StoredOption(String name, int code, ToLongFunction<KeyspaceOptions> get, Setter set) {
  /** A choice is stored as its place here, which it therefore keeps. */
  private static final List<Compression> COMPRESSIONS =
      List.of(Compression.NONE, Compression.LZ4, Compression.DEFLATE);

  private static final List<CompactionStyle> STYLES =
      List.of(CompactionStyle.LEVELED, CompactionStyle.TIERED, CompactionStyle.FIFO);

  private static final int FIRST_YOUNGER_CODE = 7;

  private static final List<StoredOption> ALL =
      List.of(
          of("blockBytes", 1, KeyspaceOptions::blockBytes, (o, v) -> o.withBlockBytes(toInt(v))),
          of(
              "filterBitsPerKey",
              2,
              KeyspaceOptions::filterBitsPerKey,
              (o, v) -> o.withFilterBitsPerKey(toInt(v))),
          of(
              "compression",
              3,
              o -> COMPRESSIONS.indexOf(o.compression()),
              (o, v) -> o.withCompression(choice(COMPRESSIONS, v))),
          of(
              "compactionStyle",
              4,
              o -> STYLES.indexOf(o.compactionStyle()),
              (o, v) -> o.withCompactionStyle(choice(STYLES, v))),
          of("fifoBytesMax", 5, KeyspaceOptions::fifoBytesMax, KeyspaceOptions::withFifoBytesMax),
          of("ttlMillis", 6, KeyspaceOptions::ttlMillis, KeyspaceOptions::withTtlMillis),
          of(
              "largeValueBytes",
              7,
              KeyspaceOptions::largeValueBytes,
              (o, v) -> o.withLargeValueBytes(toInt(v))),
          of(
              "historyMillis",
              8,
              KeyspaceOptions::historyMillis,
              KeyspaceOptions::withHistoryMillis));

  /** Makes options with a value; {@link IllegalArgumentException} if there is no such value. */
  interface Setter {
    KeyspaceOptions with(KeyspaceOptions options, long value);
  }

  private static StoredOption of(
      String name, int code, ToLongFunction<KeyspaceOptions> get, Setter set) {
    return new StoredOption(name, code, get, set);
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
    List<StoredOption> stored = ALL.stream().filter(option -> option.isStored(options)).toList();
    into.writeVarint32(stored.size());
    for (StoredOption option : stored) {
      into.writeVarint32(option.code);
      into.writeVarint64(option.get.applyAsLong(options));
    }
  }

  /** An option that is younger than the format is not, while it has its default. */
  private boolean isStored(KeyspaceOptions options) {
    return code < FIRST_YOUNGER_CODE
        || get.applyAsLong(options) != get.applyAsLong(KeyspaceOptions.DEFAULT);
  }

  static KeyspaceOptions decode(BytesReader from) {
    KeyspaceOptions options = KeyspaceOptions.DEFAULT;
    int count = from.readCount(2);
    for (int i = 0; i < count; i++) {
      StoredOption option = withCode(from.readVarint32(), from);
      long value = from.readVarint64();
      try {
        options = option.set.with(options, value);
      } catch (IllegalArgumentException e) {
        throw from.corrupt("keyspace option " + option.name + ": " + e.getMessage());
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
