package dev.kevo.engine.temporary;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Slice;
import dev.kevo.engine.TemporaryFile;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.BytesWriter;
import dev.kevo.engine.codec.Checksum;
import dev.kevo.engine.io.AppendFile;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.ReadFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A temporary file on the database's file system. */
public final class RunFile implements TemporaryFile {
  private final FileSystem files;
  private final Path path;
  private final long number;
  private final AppendFile output;
  private final BytesWriter block = new BytesWriter(TemporaryFormat.BLOCK_BYTES);
  private @Nullable ReadFile input;
  private long written;
  private long bytes;
  private boolean closed;

  private RunFile(FileSystem files, Path path, long number, AppendFile output) {
    this.files = files;
    this.path = path;
    this.number = number;
    this.output = output;
    beginBlock();
  }

  /**
   * Creates a file.
   *
   * @param number the file's number, which no other file has
   */
  public static RunFile create(FileSystem files, Path path, long number) {
    return new RunFile(files, path, number, files.create(path));
  }

  private void beginBlock() {
    block.clear();
    block.writeFixed64(0);
  }

  @Override
  public void append(byte[] array, int offset, int length) {
    if (closed || input != null) {
      throw new IllegalStateException("the temporary file is no longer written");
    }
    if (length > RECORD_BYTES_MAX) {
      throw new IllegalArgumentException("a temporary record of " + length + " bytes");
    }
    block.writeLengthPrefixed(array, offset, length);
    bytes += length;
    if (block.size() >= TemporaryFormat.BLOCK_BYTES) {
      writeBlock();
    }
  }

  private void writeBlock() {
    block.setFixed32(TemporaryFormat.CHECKSUM_BYTES, block.size() - TemporaryFormat.HEADER_BYTES);
    block.setFixed32(
        0,
        Checksum.of(
            number,
            written,
            block.array(),
            TemporaryFormat.CHECKSUM_BYTES,
            block.size() - TemporaryFormat.CHECKSUM_BYTES));
    output.append(block.array(), 0, block.size());
    written += block.size();
    beginBlock();
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public Records read() {
    if (closed) {
      throw new IllegalStateException("the temporary file is closed");
    }
    ReadFile file = input;
    if (file == null) {
      if (block.size() > TemporaryFormat.HEADER_BYTES) {
        writeBlock();
      }
      output.close();
      file = files.openRead(path);
      input = file;
    }
    return new BlockRecords(file);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    output.close();
    if (input != null) {
      input.close();
    }
    files.delete(path);
  }

  private final class BlockRecords implements Records {
    private final ReadFile file;
    private final byte[] header = new byte[TemporaryFormat.HEADER_BYTES];
    private final Slice record = new Slice();
    private long position;
    private @Nullable BytesReader records;

    BlockRecords(ReadFile file) {
      this.file = file;
    }

    @Override
    public @Nullable Slice next() {
      BytesReader current = records;
      while (current == null || current.remaining() == 0) {
        if (position == written) {
          return null;
        }
        current = readBlock();
        records = current;
      }
      current.readLengthPrefixed(record);
      return record;
    }

    private BytesReader readBlock() {
      file.read(position, header, 0, header.length);
      BytesReader start = new BytesReader(path.toString(), position, header, 0, header.length);
      int expected = start.readFixed32();
      int length = start.readFixed32();
      long left = written - position - TemporaryFormat.HEADER_BYTES;
      if (length <= 0 || length > left) {
        throw damaged("a block of " + length + " bytes where " + left + " are left");
      }
      byte[] body = new byte[TemporaryFormat.CHECKSUM_BYTES + length];
      file.read(position + TemporaryFormat.CHECKSUM_BYTES, body, 0, body.length);
      int found = Checksum.of(number, position, body, 0, body.length);
      if (found != expected) {
        throw damaged("checksum " + found + ", expected " + expected);
      }
      long at = position + TemporaryFormat.HEADER_BYTES;
      position = at + length;
      return new BytesReader(path.toString(), at, body, TemporaryFormat.CHECKSUM_BYTES, length);
    }

    private CorruptionException damaged(String what) {
      return new CorruptionException(path + " at " + position + ": " + what);
    }
  }
}
