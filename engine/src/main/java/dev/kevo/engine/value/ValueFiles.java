package dev.kevo.engine.value;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Slice;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.ReadFile;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The value files of a directory, of which a limited number are open: those that were read last.
 * Values are not cached; each read of one reads and checks its record. Thread-safe.
 */
public final class ValueFiles implements ValueSource, AutoCloseable {
  private final FileSystem files;
  private final Path directory;
  private final int openFilesMax;

  /** By number, the one that was read longest ago first. Guarded by this. */
  private final Map<Long, OpenFile> open = new LinkedHashMap<>(16, 0.75f, true);

  /** Guarded by this. */
  private boolean closed;

  /** A file, and how many are reading it. Guarded by the {@link ValueFiles}. */
  private static final class OpenFile {
    private final ReadFile file;
    private int reads;

    /** Whether the last of them closes it. */
    private boolean closing;

    private OpenFile(ReadFile file) {
      this.file = file;
    }
  }

  /**
   * @param openFilesMax how many files stay open, at least 1; while more are read at once, more are
   */
  public ValueFiles(FileSystem files, Path directory, int openFilesMax) {
    this.files = files;
    this.directory = directory;
    this.openFilesMax = openFilesMax;
  }

  @Override
  public void read(Slice value) {
    ValueReference reference = ValueReference.decode(value);
    String name = FileNames.values(reference.fileNumber());
    OpenFile file = acquire(reference.fileNumber());
    try {
      long end = file.file.size() - ValueFormat.FOOTER_BYTES;
      if (reference.offset() > end || reference.length() > end - reference.offset()) {
        throw new CorruptionException(
            name + " at offset " + reference.offset() + ": the record lies beyond the file's end");
      }
      ValueFormat.readValue(file.file, name, reference, value);
    } finally {
      release(file);
    }
  }

  /**
   * Reads a whole file and checks every byte of it.
   *
   * @throws CorruptionException if something is wrong, or the file is not what the manifest says
   */
  public void verify(ValueFileMeta meta) {
    long number = meta.fileNumber();
    String name = FileNames.values(number);
    OpenFile file = acquire(number);
    try {
      long values = ValueFormat.readFooter(file.file, number, name);
      long end = file.file.size() - ValueFormat.FOOTER_BYTES;
      Slice value = new Slice();
      long found = 0;
      for (long offset = 0; offset < end; found++) {
        int length = ValueFormat.readLength(file.file, name, offset, end);
        ValueReference record = new ValueReference(number, offset, length);
        ValueFormat.readValue(file.file, name, record, value);
        offset += length;
      }
      if (found != values || found != meta.values() || file.file.size() != meta.bytes()) {
        throw new CorruptionException(
            name
                + ": expected "
                + meta
                + ", found a footer for "
                + values
                + " values and "
                + found);
      }
    } finally {
      release(file);
    }
  }

  private synchronized OpenFile acquire(long number) {
    if (closed) {
      throw new ClosedException("the value files in " + directory + " are closed");
    }
    OpenFile file = open.get(number);
    if (file == null) {
      file = new OpenFile(files.openRead(directory.resolve(FileNames.values(number))));
      open.put(number, file);
    }
    file.reads++;
    Iterator<OpenFile> eldest = open.values().iterator();
    while (open.size() > openFilesMax && eldest.hasNext()) {
      OpenFile candidate = eldest.next();
      if (candidate.reads == 0) {
        eldest.remove();
        candidate.file.close();
      }
    }
    return file;
  }

  private synchronized void release(OpenFile file) {
    file.reads--;
    if (file.closing && file.reads == 0) {
      file.file.close();
    }
  }

  /** Forgets a file that no reader uses any more, so that it can be deleted. */
  public synchronized void drop(long fileNumber) {
    OpenFile file = open.remove(fileNumber);
    if (file != null) {
      end(file);
    }
  }

  private static void end(OpenFile file) {
    file.closing = true;
    if (file.reads == 0) {
      file.file.close();
    }
  }

  /** The number of files that are open. */
  public synchronized int openFiles() {
    return open.size();
  }

  /** Closes all files; those that are being read, when that is over. */
  @Override
  public synchronized void close() {
    closed = true;
    RuntimeException failure = null;
    for (OpenFile file : open.values()) {
      try {
        end(file);
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    open.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
