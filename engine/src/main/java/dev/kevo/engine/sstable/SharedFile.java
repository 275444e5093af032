package dev.kevo.engine.sstable;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.ReadFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A table's file, open only while it is wanted: a read opens it if need be, {@link #close} closes
 * it once no read is under way, and a later read opens it again, until {@link #end}. Thread-safe.
 */
final class SharedFile implements ReadFile {
  private final FileSystem files;
  private final Path path;

  /** Guarded by this. */
  private @Nullable ReadFile open;

  /** Reads under way. Guarded by this. */
  private int reads;

  /** Whether the file is closed when the last read ends. Guarded by this. */
  private boolean closing;

  /** Whether no read may begin any more. Guarded by this. */
  private boolean ended;

  SharedFile(FileSystem files, Path path) {
    this.files = files;
    this.path = path;
  }

  @Override
  public long size() {
    ReadFile file = acquire();
    try {
      return file.size();
    } finally {
      release();
    }
  }

  @Override
  public void read(long position, byte[] into, int offset, int length) {
    ReadFile file = acquire();
    try {
      file.read(position, into, offset, length);
    } finally {
      release();
    }
  }

  private synchronized ReadFile acquire() {
    if (ended) {
      throw new ClosedException(path + " is closed");
    }
    ReadFile file = open;
    if (file == null) {
      file = files.openRead(path);
      open = file;
    }
    closing = false;
    reads++;
    return file;
  }

  private synchronized void release() {
    reads--;
    if (closing && reads == 0) {
      closeNow();
    }
  }

  @Override
  public synchronized void close() {
    closing = true;
    if (reads == 0) {
      closeNow();
    }
  }

  /** Closes it for good: reads that begin from now on are refused. */
  synchronized void end() {
    ended = true;
    close();
  }

  private void closeNow() {
    ReadFile file = open;
    open = null;
    closing = false;
    if (file != null) {
      file.close();
    }
  }
}
