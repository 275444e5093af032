package dev.kevo.engine.version;

import dev.kevo.engine.CompactionStyle;
import dev.kevo.engine.Compression;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.BytesWriter;
import java.util.function.ToLongFunction;

/**
 * A keyspace's option as the manifest stores it: a code, which is never used again, and a number.
 *
 * <pre>
 * options := count varint32 | (code varint32 | value varint64) * count
 * </pre>
 *
 * An option that is absent has its default. A code that is unknown belongs to a newer release, and
 * is refused: the keyspace could not be written as it was told to.
 */
enum StoredOption {
  BLOCK_BYTES(1, KeyspaceOptions::blockBytes, (o, v) -> o.withBlockBytes(toInt(v))),
  FILTER_BITS_PER_KEY(
      2, KeyspaceOptions::filterBitsPerKey, (o, v) -> o.withFilterBitsPerKey(toInt(v))),
  COMPRESSION(3, o -> o.compression().ordinal(), (o, v) -> o.withCompression(compression(v))),
  COMPACTION_STYLE(
      4, o -> o.compactionStyle().ordinal(), (o, v) -> o.withCompactionStyle(style(v))),
  FIFO_BYTES_MAX(5, KeyspaceOptions::fifoBytesMax, KeyspaceOptions::withFifoBytesMax),
  TTL_MILLIS(6, KeyspaceOptions::ttlMillis, KeyspaceOptions::withTtlMillis);

  private final int code;
  private final ToLongFunction<KeyspaceOptions> get;
  private final Setter set;

  /** Makes options with a value; {@link IllegalArgumentException} if there is no such value. */
  private interface Setter {
    KeyspaceOptions with(KeyspaceOptions options, long value);
  }

  StoredOption(int code, ToLongFunction<KeyspaceOptions> get, Setter set) {
    this.code = code;
    this.get = get;
    this.set = set;
  }

  private static Compression compression(long value) {
    Compression[] all = Compression.values();
    if (value < 0 || value >= all.length) {
      throw new IllegalArgumentException("unknown compression " + value);
    }
    return all[(int) value];
  }

  private static CompactionStyle style(long ordinal) {
    CompactionStyle[] styles = CompactionStyle.values();
    if (ordinal < 0 || ordinal >= styles.length) {
      throw new IllegalArgumentException("unknown compaction style " + ordinal);
    }
    return styles[(int) ordinal];
  }

  private static int toInt(long value) {
    if (value != (int) value) {
      throw new IllegalArgumentException("out of range: " + value);
    }
    return (int) value;
  }

  static void encode(KeyspaceOptions options, BytesWriter into) {
    into.writeVarint32(values().length);
    for (StoredOption option : values()) {
      into.writeVarint32(option.code);
      into.writeVarint64(option.get.applyAsLong(options));
    }
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
        throw from.corrupt("keyspace option " + option + ": " + e.getMessage());
      }
    }
    return options;
  }

  private static StoredOption withCode(int code, BytesReader from) {
    for (StoredOption option : values()) {
      if (option.code == code) {
        return option;
      }
    }
    throw from.corrupt("unknown keyspace option " + code + "; a newer release wrote it");
  }
}
