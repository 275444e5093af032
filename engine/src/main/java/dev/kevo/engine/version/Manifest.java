package dev.kevo.engine.version;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.io.AppendFile;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileNames.Kind;
import dev.kevo.engine.io.FileNames.Numbered;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.ReadFile;
import dev.kevo.engine.wal.LogKind;
import dev.kevo.engine.wal.LogReader;
import dev.kevo.engine.wal.LogWriter;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The log of version edits, open for appending. Its file, {@code MANIFEST-000009}, is a log as
 * {@link LogReader} reads it. Each record is a {@link VersionEdit}; the first one makes the whole
 * {@link VersionSet} of the moment when the file was begun out of an empty one. {@code CURRENT}
 * holds the name of the manifest in force and a line feed, and is replaced by a rename.
 *
 * <p>For one thread at a time; must be closed.
 */
public final class Manifest implements AutoCloseable {
  private static final int CURRENT_BYTES_MAX = 64;

  private final LogWriter log;

  private Manifest(LogWriter log) {
    this.log = log;
  }

  /** The number of the manifest that {@code CURRENT} names. */
  public static long readCurrent(FileSystem files, Path directory) {
    Path current = directory.resolve(FileNames.CURRENT);
    try (ReadFile file = files.openRead(current)) {
      if (file.size() > CURRENT_BYTES_MAX) {
        throw new CorruptionException(
            current + ": expected the name of a manifest, found " + file.size() + " bytes");
      }
      byte[] content = new byte[(int) file.size()];
      file.read(0, content, 0, content.length);
      String text = new String(content, UTF_8);
      Optional<Numbered> name =
          text.endsWith("\n")
              ? FileNames.parse(text.substring(0, text.length() - 1))
              : Optional.empty();
      if (name.isEmpty() || name.get().kind() != Kind.MANIFEST) {
        throw new CorruptionException(current + " does not hold the name of a manifest");
      }
      return name.get().number();
    }
  }

  /** What a manifest says. */
  public static VersionSet read(FileSystem files, Path directory, long number) {
    Path path = directory.resolve(FileNames.manifest(number));
    if (!files.exists(path)) {
      throw new CorruptionException(
          path + ": " + FileNames.CURRENT + " names it, but it is absent");
    }
    try (LogReader log = LogReader.open(files, path, LogKind.MANIFEST, number)) {
      VersionSet versions = VersionSet.EMPTY;
      boolean any = false;
      while (log.next()) {
        try {
          versions = versions.apply(VersionEdit.decode(log.payload()));
        } catch (IllegalArgumentException e) {
          throw new CorruptionException(
              path + " at offset " + log.recordOffset() + ": " + e.getMessage(), e);
        }
        any = true;
      }
      if (!any) {
        throw new CorruptionException(path + " holds no version");
      }
      return versions;
    }
  }

  /** Begins a manifest and makes it the one in force. */
  public static Manifest create(
      FileSystem files, Path directory, long number, VersionSet versions) {
    Manifest manifest = prepare(files, directory, number, versions);
    try {
      manifest.putInForce(files, directory);
      return manifest;
    } catch (RuntimeException e) {
      manifest.close();
      throw e;
    }
  }

  /** Begins a manifest; until {@link #putInForce} the one before stays in force. */
  public static Manifest prepare(
      FileSystem files, Path directory, long number, VersionSet versions) {
    Path path = directory.resolve(FileNames.manifest(number));
    LogWriter log = LogWriter.create(files, path, LogKind.MANIFEST, number, 0);
    try {
      Manifest manifest = new Manifest(log);
      manifest.prepare(versions.toEdit());
      manifest.appendPrepared();
      writeTemporary(files, directory, number);
      return manifest;
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /**
   * Makes this the manifest in force, durably. When this fails, the one before is still in force,
   * or this one is.
   */
  public void putInForce(FileSystem files, Path directory) {
    files.syncDirectory(directory);
    files.rename(
        directory.resolve(FileNames.CURRENT_TEMPORARY), directory.resolve(FileNames.CURRENT));
    files.syncDirectory(directory);
  }

  private static void writeTemporary(FileSystem files, Path directory, long number) {
    Path temporary = directory.resolve(FileNames.CURRENT_TEMPORARY);
    if (files.exists(temporary)) {
      files.delete(temporary);
    }
    byte[] content = (FileNames.manifest(number) + "\n").getBytes(UTF_8);
    try (AppendFile file = files.create(temporary)) {
      file.append(content, 0, content.length);
      file.sync();
    }
  }

  /** Takes an edit and the space for it. After a failure another one may be prepared. */
  public void prepare(VersionEdit edit) {
    edit.encode(log.begin());
    try {
      log.reserve(1);
    } catch (RuntimeException e) {
      log.cancel();
      throw e;
    }
    log.end();
  }

  /** Appends the edit that was prepared, durably. After a failure nothing more may be appended. */
  public void appendPrepared() {
    log.write();
    log.sync();
  }

  /** The number in the file's name. */
  public long number() {
    return log.fileNumber();
  }

  /** The bytes of the file. */
  public long bytes() {
    return log.bytes();
  }

  @Override
  public void close() {
    log.close();
  }
}
