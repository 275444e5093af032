package dev.kevo.engine.backup;

import dev.kevo.engine.Backup;
import dev.kevo.engine.Backups;
import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Database;
import dev.kevo.engine.StorageException;
import dev.kevo.engine.backup.BackupList.Item;
import dev.kevo.engine.db.HeldFiles;
import dev.kevo.engine.db.HeldFiles.HeldFile;
import dev.kevo.engine.db.KevoDatabase;
import dev.kevo.engine.io.AppendFile;
import dev.kevo.engine.io.DirectoryCopy;
import dev.kevo.engine.io.DirectoryLock;
import dev.kevo.engine.io.FileCopy;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.ReadFile;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The backups in a directory, as {@link BackupFormat} draws it.
 *
 * <p>A list is renamed into place after all its files are durable, and deleted durably before any
 * of them: so a list's files are always there.
 */
public final class BackupDirectory implements Backups {
  private static final String TEMPORARY = "backup.tmp";
  private static final int LIST_BYTES_MAX = 256 << 20;

  /** So much of a table's end is compared: it tells the table's sequences, counts and keys. */
  private static final int TAIL_BYTES = 4096;

  private final FileSystem files;
  private final Path directory;
  private final InstantSource clock;

  /** The backups in a directory, which is created by the first one. */
  public BackupDirectory(FileSystem files, Path directory, InstantSource clock) {
    this.files = files;
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public Backup create(Database database) {
    if (!(database instanceof KevoDatabase kevo)) {
      throw new IllegalArgumentException("not a database of this engine: " + database);
    }
    files.createDirectories(directory);
    try (DirectoryLock lock = lock();
        HeldFiles held = kevo.holdFiles()) {
      List<BackupList> before = readAll();
      sweep(before);
      long id = before.isEmpty() ? 1 : before.get(before.size() - 1).id() + 1;
      long millis = clock.millis();
      try {
        BackupList made = new BackupList(id, millis, store(id, held, before));
        files.syncDirectory(directory);
        putInPlace(made);
        return made.summary();
      } catch (RuntimeException e) {
        sweepAfter(e);
        throw e;
      }
    }
  }

  /** Brings all files into the directory, durably but for their entries. */
  private List<Item> store(long id, HeldFiles held, List<BackupList> before) {
    Map<String, Item> shared = new HashMap<>();
    before.forEach(list -> list.items().forEach(item -> shared.put(item.name(), item)));
    List<Item> items = new ArrayList<>();
    for (HeldFile file : held.all()) {
      long sourceMillis = file.files().lastModifiedMillis(file.path());
      Item stored = shared.get(file.name());
      if (file.immutable() && stored != null && isSame(file, sourceMillis, stored)) {
        items.add(stored);
      } else {
        Path copy = directory.resolve(BackupFormat.storedName(id, file.name()));
        int checksum = FileCopy.copy(file.files(), file.path(), file.bytes(), files, copy);
        items.add(new Item(file.name(), id, file.bytes(), checksum, sourceMillis));
      }
    }
    return List.copyOf(items);
  }

  /** Whether a table or value file is the one that was stored, and not of another database. */
  private boolean isSame(HeldFile file, long sourceMillis, Item stored) {
    Path copy = directory.resolve(stored.storedName());
    return stored.bytes() == file.bytes()
        && stored.sourceMillis() == sourceMillis
        && files.exists(copy)
        && files.size(copy) == file.bytes()
        && Arrays.equals(tail(file.files(), file.path()), tail(files, copy));
  }

  private static byte[] tail(FileSystem from, Path path) {
    try (ReadFile file = from.openRead(path)) {
      byte[] tail = new byte[(int) Math.min(TAIL_BYTES, file.size())];
      file.read(file.size() - tail.length, tail, 0, tail.length);
      return tail;
    }
  }

  private void putInPlace(BackupList list) {
    byte[] bytes = BackupFormat.encode(list);
    Path temporary = directory.resolve(TEMPORARY);
    try (AppendFile file = files.create(temporary)) {
      file.append(bytes, 0, bytes.length);
      file.sync();
    }
    files.rename(temporary, directory.resolve(BackupFormat.listName(list.id())));
    files.syncDirectory(directory);
  }

  @Override
  public List<Backup> list() {
    return readAll().stream().map(BackupList::summary).toList();
  }

  @Override
  public void verify(long id) {
    requireBackup(id);
    try (DirectoryLock lock = files.lockShared(directory.resolve(FileNames.LOCK))) {
      for (Item item : read(id).items()) {
        Path path = requireSize(item);
        requireChecksum(item, path, FileCopy.checksum(files, path));
      }
    }
  }

  @Override
  public void restore(long id, Path target) {
    requireBackup(id);
    try (DirectoryLock lock = files.lockShared(directory.resolve(FileNames.LOCK));
        DirectoryCopy copy = DirectoryCopy.begin(files, target.toAbsolutePath())) {
      for (Item item : read(id).items()) {
        Path path = requireSize(item);
        requireChecksum(item, path, copy.copy(files, path, item.bytes(), item.name()));
      }
      copy.finish();
    }
  }

  private Path requireSize(Item item) {
    Path path = directory.resolve(item.storedName());
    long found = files.size(path);
    if (found != item.bytes()) {
      throw new CorruptionException(path + ": expected " + item.bytes() + " bytes, found " + found);
    }
    return path;
  }

  private static void requireChecksum(Item item, Path path, int found) {
    if (found != item.checksum()) {
      throw new CorruptionException(
          String.format(
              "%s: expected the checksum %08x, found %08x", path, item.checksum(), found));
    }
  }

  @Override
  public void delete(long id) {
    requireBackup(id);
    try (DirectoryLock lock = lock()) {
      deleteLists(List.of(id));
    }
  }

  @Override
  public void keepLast(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("expected a number of backups, found " + count);
    }
    if (files.exists(directory)) {
      try (DirectoryLock lock = lock()) {
        List<Long> ids = ids();
        deleteLists(ids.subList(0, Math.max(0, ids.size() - count)));
      }
    }
  }

  private void deleteLists(List<Long> ids) {
    for (long id : ids) {
      files.delete(directory.resolve(BackupFormat.listName(id)));
    }
    files.syncDirectory(directory);
    sweep(readAll());
  }

  /** Deletes the files that no list has: of deleted backups, and of interrupted ones. */
  private void sweep(List<BackupList> lists) {
    Set<String> needed = new HashSet<>();
    lists.forEach(list -> list.items().forEach(item -> needed.add(item.storedName())));
    for (String name : files.list(directory)) {
      boolean ours = BackupFormat.idOfStored(name).isPresent() || name.equals(TEMPORARY);
      if (ours && !needed.contains(name)) {
        files.delete(directory.resolve(name));
      }
    }
  }

  /** Clears away what a backup that failed has left, if that can be done now. */
  private void sweepAfter(RuntimeException failure) {
    try {
      sweep(readAll());
    } catch (StorageException e) {
      // The next backup will do it.
      failure.addSuppressed(e);
    }
  }

  private List<BackupList> readAll() {
    return ids().stream().map(this::read).toList();
  }

  /** The ids of all lists, ascending. */
  private List<Long> ids() {
    List<Long> ids = new ArrayList<>();
    if (files.exists(directory)) {
      for (String name : files.list(directory)) {
        BackupFormat.idOfList(name).ifPresent(ids::add);
      }
    }
    ids.sort(null);
    return ids;
  }

  private void requireBackup(long id) {
    if (!ids().contains(id)) {
      throw new IllegalArgumentException("there is no backup " + id + " in " + directory);
    }
  }

  private BackupList read(long id) {
    Path path = directory.resolve(BackupFormat.listName(id));
    try (ReadFile file = files.openRead(path)) {
      if (file.size() > LIST_BYTES_MAX) {
        throw new CorruptionException(path + ": a list of " + file.size() + " bytes");
      }
      byte[] bytes = new byte[(int) file.size()];
      file.read(0, bytes, 0, bytes.length);
      return BackupFormat.decode(path.toString(), id, bytes);
    }
  }

  private DirectoryLock lock() {
    return files.lock(directory.resolve(FileNames.LOCK));
  }
}
