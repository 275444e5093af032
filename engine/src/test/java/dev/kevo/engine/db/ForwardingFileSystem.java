package dev.kevo.engine.db;

import dev.kevo.engine.io.AppendFile;
import dev.kevo.engine.io.DirectoryLock;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.ReadFile;
import java.nio.file.Path;
import java.util.List;

/** Passes everything on to another file system; a test overrides what it wants different. */
abstract class ForwardingFileSystem implements FileSystem {
  private final FileSystem files;

  ForwardingFileSystem(FileSystem files) {
    this.files = files;
  }

  @Override
  public void createDirectories(Path directory) {
    files.createDirectories(directory);
  }

  @Override
  public boolean exists(Path path) {
    return files.exists(path);
  }

  @Override
  public List<String> list(Path directory) {
    return files.list(directory);
  }

  @Override
  public long size(Path file) {
    return files.size(file);
  }

  @Override
  public long lastModifiedMillis(Path file) {
    return files.lastModifiedMillis(file);
  }

  @Override
  public ReadFile openRead(Path file) {
    return files.openRead(file);
  }

  @Override
  public AppendFile create(Path file) {
    return files.create(file);
  }

  @Override
  public void sync(Path file) {
    files.sync(file);
  }

  @Override
  public void rename(Path from, Path to) {
    files.rename(from, to);
  }

  @Override
  public boolean link(Path file, Path second) {
    return files.link(file, second);
  }

  @Override
  public void delete(Path file) {
    files.delete(file);
  }

  @Override
  public void syncDirectory(Path directory) {
    files.syncDirectory(directory);
  }

  @Override
  public long freeBytes(Path directory) {
    return files.freeBytes(directory);
  }

  @Override
  public DirectoryLock lock(Path lockFile) {
    return files.lock(lockFile);
  }

  @Override
  public DirectoryLock lockShared(Path lockFile) {
    return files.lockShared(lockFile);
  }
}
