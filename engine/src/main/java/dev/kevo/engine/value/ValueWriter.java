package dev.kevo.engine.value;

import dev.kevo.engine.Compression;
import dev.kevo.engine.Slice;
import dev.kevo.engine.codec.BlockCompression;
import dev.kevo.engine.codec.BytesWriter;
import dev.kevo.engine.codec.Checksum;
import dev.kevo.engine.io.AppendFile;

/**
 * Writes a value file ({@link ValueFormat}). The caller creates, syncs and closes the file. For one
 * thread.
 */
public final class ValueWriter {
  private static final int BUFFER_BYTES = 1 << 18;

  private final AppendFile file;
  private final long fileNumber;
  private final BlockCompression compression;
  private final BytesWriter payload = new BytesWriter();
  private final BytesWriter reference = new BytesWriter();

  /** Records that are not yet in the file. */
  private final BytesWriter buffer = new BytesWriter(BUFFER_BYTES);

  /** The bytes before those in the buffer. */
  private long written;

  private long values;

  /** A writer to an empty file. */
  public ValueWriter(AppendFile file, long fileNumber, Compression compression) {
    this.file = file;
    this.fileNumber = fileNumber;
    this.compression = new BlockCompression(compression);
  }

  /**
   * Adds a value.
   *
   * @param referring set to the encoded {@link ValueReference}, valid until the next call
   */
  public void add(Slice value, Slice referring) {
    payload.clear();
    payload.writeBytes(value.array(), value.offset(), value.length());
    int code = compression.compress(payload);
    int begin = buffer.size();
    long offset = bytes();
    int length = ValueFormat.RECORD_BYTES_MIN + payload.size();
    buffer.writeFixed32(length);
    buffer.writeBytes(payload.array(), 0, payload.size());
    buffer.writeByte(code);
    int checked = buffer.size() - begin;
    buffer.writeFixed32(Checksum.of(fileNumber, offset, buffer.array(), begin, checked));
    values++;
    if (buffer.size() >= BUFFER_BYTES) {
      flush();
    }
    reference.clear();
    new ValueReference(fileNumber, offset, length).encode(reference);
    referring.set(reference.array(), 0, reference.size());
  }

  private void flush() {
    file.append(buffer.array(), 0, buffer.size());
    written += buffer.size();
    buffer.clear();
  }

  /** How long the file would be without its footer. */
  public long bytes() {
    return written + buffer.size();
  }

  /** Writes the rest of the file, and returns what the manifest needs to know. Not yet synced. */
  public ValueFileMeta finish() {
    ValueFormat.writeFooter(buffer, fileNumber, bytes(), values);
    flush();
    compression.close();
    return new ValueFileMeta(fileNumber, written, values);
  }
}
