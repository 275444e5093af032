package dev.kevo.engine.formats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A position in bytes of a file, and what the formats have in common: integers, checksums,
 * compression, hashes. Shares no code with the engine.
 */
final class StoredBytes {
  private final byte[] array;
  private int at;
  private final int end;

  StoredBytes(byte[] array, int at, int end) {
    this.array = array;
    this.at = at;
    this.end = end;
  }

  int u8() {
    require(at < end, "more bytes");
    return array[at++] & 0xFF;
  }

  int fixed32() {
    at += 4;
    require(at <= end, "more bytes");
    return ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN).getInt(at - 4);
  }

  long fixed64() {
    return (fixed32() & 0xFFFFFFFFL) | (long) fixed32() << 32;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = u8();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
  }

  String take(long length) {
    at += (int) length;
    require(at <= end, "more bytes");
    return new String(array, at - (int) length, (int) length, ISO_8859_1);
  }

  String prefixed() {
    return take(varint());
  }

  /** The next bytes by themselves. */
  StoredBytes part(int length) {
    at += length;
    return new StoredBytes(array, at - length, at);
  }

  String rest() {
    return take((long) end - at);
  }

  int position() {
    return at;
  }

  boolean atEnd() {
    return at == end;
  }

  // Checksum

  static void requireChecksum(int stored, long file, int offset, byte[] array, int length) {
    CRC32C crc = new CRC32C();
    crc.update(array, offset, length);
    long place = file * 0x9E3779B97F4A7C15L + offset;
    place = (place ^ place >>> 33) * 0xFF51AFD7ED558CCDL;
    place = (place ^ place >>> 33) * 0xC4CEB9FE1A85EC53L;
    place ^= place >>> 33;
    require(stored == (int) (crc.getValue() ^ place), "the right checksum at " + offset);
  }

  static void require(boolean holds, String expected) {
    if (!holds) {
      throw new AssertionError("expected " + expected);
    }
  }

  static StoredBytes payload(byte[] file, int at, int length, int code) {
    StoredBytes stored = new StoredBytes(file, at, at + length);
    if (code == 0) {
      return stored;
    }
    byte[] payload = new byte[(int) stored.varint()];
    if (code == 1) {
      lz4(stored, payload);
    } else {
      require(code == 2, "a known compression");
      inflate(stored, payload);
    }
    return new StoredBytes(payload, 0, payload.length);
  }

  private static void inflate(StoredBytes stored, byte[] payload) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(stored.array, stored.at, stored.end - stored.at);
      require(inflater.inflate(payload) == payload.length, "as much as the block says");
    } catch (DataFormatException e) {
      throw new AssertionError(e);
    } finally {
      inflater.end();
    }
  }

  private static void lz4(StoredBytes stored, byte[] payload) {
    int to = 0;
    while (true) {
      int token = stored.u8();
      for (int literals = lz4Length(stored, token >>> 4); literals > 0; literals--) {
        payload[to++] = (byte) stored.u8();
      }
      if (stored.atEnd()) {
        require(to == payload.length, "as much as the block says");
        return;
      }
      int distance = stored.u8() | stored.u8() << 8;
      for (int match = lz4Length(stored, token & 15) + 4; match > 0; match--, to++) {
        payload[to] = payload[to - distance];
      }
    }
  }

  private static int lz4Length(StoredBytes stored, int first) {
    int length = first;
    for (int more = first == 15 ? 255 : 0; more == 255; length += more) {
      more = stored.u8();
    }
    return length;
  }

  // KeyHash, BloomFilter

  static long hash(String key) {
    byte[] bytes = key.getBytes(ISO_8859_1);
    long hash = bytes.length;
    for (int at = 0; at < bytes.length; at += 8) {
      long word = 0;
      for (int i = 0; i < 8 && at + i < bytes.length; i++) {
        word |= (bytes[at + i] & 0xFFL) << (8 * i);
      }
      hash ^= Long.rotateLeft(word * 0x87C37B91114253D5L, 31) * 0x4CF5AD432745937FL;
      if (at + 8 <= bytes.length) {
        hash = Long.rotateLeft(hash, 27) * 5 + 0x52DCE729;
      }
    }
    hash = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
    hash = (hash ^ hash >>> 33) * 0xC4CEB9FE1A85EC53L;
    return hash ^ hash >>> 33;
  }

  static boolean mayContain(StoredBytes filter, long hash) {
    int probes = filter.array[filter.at];
    long lines = ((long) filter.end - filter.at - 1) / 64;
    int line = filter.at + 1 + 64 * (int) (((hash >>> 32) * lines) >>> 32);
    int x = (int) hash;
    for (; probes > 0; probes--, x *= 0x9E3779B9) {
      int bit = x >>> 23;
      if ((filter.array[line + bit / 8] >> bit % 8 & 1) == 0) {
        return false;
      }
    }
    return true;
  }
}
