package dev.kevo.engine.db;

import dev.kevo.engine.io.AppendFile;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.ReadFile;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows which files of a file system are open. */
final class OpenFiles extends ForwardingFileSystem {
  private final Set<Object> open = ConcurrentHashMap.newKeySet();

  OpenFiles(FileSystem files) {
    super(files);
  }

  /** What was opened or created and is not closed. */
  Set<Object> open() {
    return Set.copyOf(open);
  }

  @Override
  public ReadFile openRead(Path file) {
    Reader reader = new Reader(file, super.openRead(file));
    open.add(reader);
    return reader;
  }

  @Override
  public AppendFile create(Path file) {
    Appender appender = new Appender(file, super.create(file));
    open.add(appender);
    return appender;
  }

  private final class Reader implements ReadFile {
    private final Path path;
    private final ReadFile file;

    private Reader(Path path, ReadFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) {
      file.read(position, into, offset, length);
    }

    @Override
    public void close() {
      open.remove(this);
      file.close();
    }

    @Override
    public String toString() {
      return "reads " + path;
    }
  }

  private final class Appender implements AppendFile {
    private final Path path;
    private final AppendFile file;

    private Appender(Path path, AppendFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public void append(byte[] bytes, int offset, int length) {
      file.append(bytes, offset, length);
    }

    @Override
    public void reserve(long bytes) {
      file.reserve(bytes);
    }

    @Override
    public void sync() {
      file.sync();
    }

    @Override
    public long position() {
      return file.position();
    }

    @Override
    public void close() {
      open.remove(this);
      file.close();
    }

    @Override
    public String toString() {
      return "writes " + path;
    }
  }
}
