package dev.kevo.engine.codec;

import dev.kevo.engine.Compression;
import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.LibraryMissingException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Blocks as they are stored, and the code that says how.
 *
 * <pre>
 * stored := payload                                code 0
 *         | payload length(varint32)  LZ4 block    code 1
 *         | payload length(varint32)  raw DEFLATE  code 2
 *         | payload length(varint32)  zstd frame   code 3
 * </pre>
 *
 * LZ4 is the block format without a frame, DEFLATE that of RFC 1951 without a header, the frame
 * that of RFC 8878 with its content size and without a dictionary. A block that does not become
 * smaller by an eighth is stored as it is. An instance compresses for one thread; closing it only
 * frees memory outside the heap earlier.
 */
public final class BlockCompression implements AutoCloseable {
  /** The payload itself. */
  public static final int STORED = 0;

  private static final int LZ4 = 1;
  private static final int DEFLATE = 2;
  private static final int ZSTD = 3;

  private static final String ZSTD_LIBRARY = "io.airlift:aircompressor";

  /** The most that one byte of each code can stand for: a longer payload is a lie. */
  private static final int LZ4_RATIO_MAX = 255;

  private static final int DEFLATE_RATIO_MAX = 1032;

  /** Four bytes may say that one byte is repeated 128 Ki times. */
  private static final int ZSTD_RATIO_MAX = 32 << 10;

  private final Compression compression;
  private final @Nullable Lz4Encoder lz4;
  private final @Nullable Deflater deflater;
  private final @Nullable ZstdBlocks zstd;
  private final BytesWriter compressed = new BytesWriter();

  public BlockCompression(Compression compression) {
    this.compression = compression;
    this.lz4 = compression == Compression.LZ4 ? new Lz4Encoder() : null;
    this.deflater =
        compression == Compression.DEFLATE
            ? new Deflater(Deflater.DEFAULT_COMPRESSION, true)
            : null;
    this.zstd = compression == Compression.ZSTD ? loadZstd() : null;
  }

  /**
   * Refuses a compression whose library is not there.
   *
   * @throws LibraryMissingException naming it
   */
  public static void requireLibrary(Compression compression) {
    if (compression == Compression.ZSTD) {
      loadZstd();
    }
  }

  private static ZstdBlocks loadZstd() {
    try {
      return new ZstdBlocks();
    } catch (NoClassDefFoundError e) {
      throw libraryMissing(e);
    }
  }

  private static LibraryMissingException libraryMissing(NoClassDefFoundError e) {
    return new LibraryMissingException(
        "Compression.ZSTD needs the library " + ZSTD_LIBRARY + " on the class path", e);
  }

  /**
   * Replaces a payload by what is to be stored, if that is worth it.
   *
   * @return the code
   */
  public int compress(BytesWriter payload) {
    int length = payload.size();
    compressed.clear();
    compressed.writeVarint32(length);
    int most = length - length / 8;
    int code =
        switch (compression) {
          case NONE -> STORED;
          case LZ4 -> lz4(payload, most) ? LZ4 : STORED;
          case DEFLATE -> deflate(payload, most) ? DEFLATE : STORED;
          case ZSTD -> zstd(payload, most) ? ZSTD : STORED;
        };
    if (code == STORED) {
      return STORED;
    }
    payload.clear();
    payload.writeBytes(compressed.array(), 0, compressed.size());
    return code;
  }

  private boolean lz4(BytesWriter payload, int most) {
    Lz4Encoder encoder = lz4;
    if (encoder == null) {
      return false;
    }
    int at = compressed.reserve(Lz4Encoder.lengthMax(payload.size()));
    compressed.truncate(encoder.encode(payload.array(), payload.size(), compressed.array(), at));
    return compressed.size() <= most;
  }

  private boolean zstd(BytesWriter payload, int most) {
    ZstdBlocks encoder = zstd;
    if (encoder == null) {
      return false;
    }
    int length = payload.size();
    int at = compressed.reserve(encoder.lengthMax(length));
    compressed.truncate(at + encoder.encode(payload.array(), length, compressed.array(), at));
    return compressed.size() <= most;
  }

  private boolean deflate(BytesWriter payload, int most) {
    Deflater open = deflater;
    int room = most - compressed.size();
    if (open == null || room <= 0) {
      return false;
    }
    open.reset();
    open.setInput(payload.array(), 0, payload.size());
    open.finish();
    int at = compressed.reserve(room);
    int length = open.deflate(compressed.array(), at, room);
    compressed.truncate(at + length);
    return open.finished();
  }

  @Override
  public void close() {
    if (deflater != null) {
      deflater.end();
    }
  }

  /**
   * The payload of a block that was stored with a code other than {@link #STORED}, and whose
   * checksum was right.
   *
   * @throws CorruptionException if it does not decompress to what it says; or of an unknown code
   * @throws LibraryMissingException if it takes a library that is not there
   */
  public static byte[] decompress(int code, byte[] array, BytesReader stored) {
    int ratioMax =
        switch (code) {
          case LZ4 -> LZ4_RATIO_MAX;
          case DEFLATE -> DEFLATE_RATIO_MAX;
          case ZSTD -> ZSTD_RATIO_MAX;
          default ->
              throw stored.corrupt("unknown compression " + code + "; a newer release wrote it");
        };
    int length = stored.readVarint32();
    long most = (long) stored.remaining() * ratioMax;
    if (length < 0 || length > most) {
      throw stored.corrupt(
          stored.remaining() + " bytes cannot hold " + Integer.toUnsignedString(length));
    }
    byte[] payload = new byte[length];
    boolean whole =
        switch (code) {
          case LZ4 -> Lz4Decoder.decode(array, stored.position(), stored.remaining(), payload);
          case DEFLATE -> inflate(array, stored, payload);
          default -> unzstd(array, stored, payload);
        };
    if (!whole) {
      throw stored.corrupt("does not decompress to " + length + " bytes");
    }
    return payload;
  }

  private static boolean unzstd(byte[] array, BytesReader stored, byte[] payload) {
    try {
      return ZstdBlocks.decode(array, stored.position(), stored.remaining(), payload);
    } catch (NoClassDefFoundError e) {
      throw libraryMissing(e);
    }
  }

  private static boolean inflate(byte[] array, BytesReader stored, byte[] payload) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(array, stored.position(), stored.remaining());
      int length = inflater.inflate(payload);
      // The end may need one more call, which has no room and must give nothing.
      boolean ended = inflater.finished() || inflater.inflate(new byte[1]) == 0;
      return length == payload.length
          && ended
          && inflater.finished()
          && inflater.getRemaining() == 0;
    } catch (DataFormatException e) {
      return false;
    } finally {
      inflater.end();
    }
  }
}
