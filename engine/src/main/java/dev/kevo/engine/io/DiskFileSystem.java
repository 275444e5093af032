package dev.kevo.engine.io;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of the operating system.
 *
 * <p>Files are read and written through {@link RandomAccessFile}, because an interrupt closes a
 * {@link FileChannel} for every thread that shares it. Files are readable by their owner alone
 * where the system knows POSIX permissions.
 */
public final class DiskFileSystem implements FileSystem {
  private final boolean posix;
  private final FileAttribute<?>[] fileAttributes;
  private final FileAttribute<?>[] directoryAttributes;

  /** The default file system of this JVM. */
  public DiskFileSystem() {
    posix = Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");
    fileAttributes = ownerOnly("rw-------");
    directoryAttributes = ownerOnly("rwx------");
  }

  private FileAttribute<?>[] ownerOnly(String permissions) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public void createDirectories(Path directory) {
    Deque<Path> missing = new ArrayDeque<>();
    Path path = directory.toAbsolutePath().normalize();
    while (path != null && !Files.isDirectory(path)) {
      missing.push(path);
      path = path.getParent();
    }
    for (Path create : missing) {
      try {
        Files.createDirectory(create, directoryAttributes);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(create)) {
          throw IoErrors.failed("create directory", create, e);
        }
      } catch (IOException e) {
        throw IoErrors.failed("create directory", create, e);
      }
      Path parent = create.getParent();
      if (parent != null) {
        syncDirectory(parent);
      }
    }
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path);
  }

  @Override
  public List<String> list(Path directory) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        Path name = entry.getFileName();
        if (name != null) {
          names.add(name.toString());
        }
      }
    } catch (DirectoryIteratorException | IOException e) {
      throw IoErrors.failed("list", directory, e);
    }
    Collections.sort(names);
    return names;
  }

  @Override
  public long size(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      throw IoErrors.missing(file, e);
    } catch (IOException e) {
      throw IoErrors.failed("read the size of", file, e);
    }
  }

  @Override
  public long lastModifiedMillis(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (NoSuchFileException e) {
      throw IoErrors.missing(file, e);
    } catch (IOException e) {
      throw IoErrors.failed("read the time of", file, e);
    }
  }

  @Override
  public ReadFile openRead(Path file) {
    return DiskReadFile.open(file);
  }

  @Override
  public AppendFile create(Path file) {
    try {
      Files.createFile(file, fileAttributes);
    } catch (IOException e) {
      throw IoErrors.failed("create", file, e);
    }
    return DiskAppendFile.open(file);
  }

  @Override
  public void sync(Path file) {
    if (!Files.exists(file)) {
      throw IoErrors.missing(file, null);
    }
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.getFD().sync();
    } catch (IOException e) {
      throw IoErrors.failed("sync", file, e);
    }
  }

  @Override
  public void rename(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw IoErrors.failed("rename to " + to + " of", from, e);
    }
  }

  @Override
  public boolean link(Path file, Path second) {
    try {
      Files.createLink(second, file);
      return true;
    } catch (NoSuchFileException e) {
      throw IoErrors.missing(file, e);
    } catch (IOException | UnsupportedOperationException e) {
      return false; // A copy does as well; and where that fails too, it says why.
    }
  }

  @Override
  public void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw IoErrors.failed("delete", file, e);
    }
  }

  /**
   * Syncs on a thread of its own: only a channel can sync a directory, and an interrupt that hits
   * the caller during the sync would replace the device's answer, which cannot be asked for twice.
   */
  @Override
  public void syncDirectory(Path directory) {
    if (!posix) {
      return; // Such systems have no way to sync a directory, and journal its entries themselves.
    }
    DirectorySync sync = new DirectorySync(directory);
    Thread thread = new Thread(null, sync, "kevo-directory-sync", 0, false);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable failure = sync.failure;
    if (failure != null) {
      throw IoErrors.failed("sync directory", directory, failure);
    }
  }

  @Override
  public long freeBytes(Path directory) {
    File file = directory.toFile();
    if (!file.exists()) {
      throw IoErrors.failed(
          "read the free space of", directory, new NoSuchFileException(directory.toString()));
    }
    long bytes = file.getUsableSpace();
    return bytes < 0 ? Long.MAX_VALUE : bytes;
  }

  @Override
  public DirectoryLock lock(Path lockFile) {
    return DiskDirectoryLock.take(lockFile, fileAttributes);
  }

  @Override
  public DirectoryLock lockShared(Path lockFile) {
    return Files.exists(lockFile) ? DiskDirectoryLock.takeShared(lockFile) : () -> {};
  }

  /** One sync of one directory, its outcome read after the thread's end. */
  private static final class DirectorySync implements Runnable {
    private final Path directory;
    private @Nullable Throwable failure;

    DirectorySync(Path directory) {
      this.directory = directory;
    }

    @Override
    public void run() {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (IOException | RuntimeException e) {
        failure = e;
      }
    }
  }
}
