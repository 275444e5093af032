package dev.kevo.engine.version;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.SalvageReport.SalvagedFile;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileNames.Kind;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.key.RangeDelete;
import dev.kevo.engine.key.RangeDeletes;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.VersionEdit.AddedRangeDelete;
import dev.kevo.engine.version.VersionEdit.AddedTable;
import dev.kevo.engine.version.VersionEdit.AlteredKeyspace;
import dev.kevo.engine.version.VersionEdit.Change;
import dev.kevo.engine.version.VersionEdit.CreatedKeyspace;
import dev.kevo.engine.version.VersionEdit.DroppedKeyspace;
import dev.kevo.engine.version.VersionEdit.ExpiredEntries;
import dev.kevo.engine.version.VersionEdit.LogPosition;
import dev.kevo.engine.version.VersionEdit.RemovedRangeDelete;
import dev.kevo.engine.version.VersionEdit.RemovedTable;
import dev.kevo.engine.wal.LogKind;
import dev.kevo.engine.wal.SalvagedLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the manifests of a damaged directory still say. Of the one in force if it can be read;
 * otherwise of the newest one that says anything, edit by edit, whatever lies between.
 */
public final class SalvagedVersions {
  private final Map<Integer, SalvagedKeyspace> keyspaces = new TreeMap<>();
  private final Set<Long> removed = new HashSet<>();
  private final List<SalvagedFile> files = new ArrayList<>();
  private long logNumber;
  private boolean intact;

  /** What is known of a keyspace. */
  public static final class SalvagedKeyspace {
    private final String name;
    private KeyspaceOptions options;
    private boolean dropped;
    private final Map<Long, TableMeta> tables = new TreeMap<>();
    private final List<RangeDelete> deletes = new ArrayList<>();
    private long expiredBefore;

    private SalvagedKeyspace(String name, KeyspaceOptions options) {
      this.name = name;
      this.options = options;
    }

    public String name() {
      return name;
    }

    public KeyspaceOptions options() {
      return options;
    }

    public boolean isDropped() {
      return dropped;
    }

    /** Its tables by file number. */
    public Map<Long, TableMeta> tables() {
      return tables;
    }

    /** What hides entries of its tables. */
    public RangeDeletes rangeDeletes() {
      RangeDeletes all = RangeDeletes.of(deletes);
      return expiredBefore == 0 ? all : all.with(RangeDelete.of(KeyRange.all(), expiredBefore));
    }
  }

  private SalvagedVersions() {}

  /** Reads what there is. */
  public static SalvagedVersions read(FileSystem files, Path directory) {
    SalvagedVersions found = new SalvagedVersions();
    long current = 0;
    String fault;
    try {
      current = Manifest.readCurrent(files, directory);
      found.take(Manifest.read(files, directory, current).toEdit());
      found.intact = true;
      found.addFile(files, directory, current, 0, 1, "");
      return found;
    } catch (CorruptionException e) {
      fault = String.valueOf(e.getMessage());
    }
    if (current == 0) {
      found.files.add(lost(FileNames.CURRENT, fault));
    }
    for (long number : candidates(files, directory, current)) {
      found.readLeniently(files, directory, number);
      if (!found.keyspaces.isEmpty()) {
        break;
      }
    }
    String named = FileNames.manifest(current);
    if (current != 0 && found.files.stream().noneMatch(file -> file.name().equals(named))) {
      found.files.add(lost(named, fault));
    }
    // It always exists.
    found.keyspaces.computeIfAbsent(
        0, id -> new SalvagedKeyspace(Keyspace.DEFAULT_NAME, KeyspaceOptions.DEFAULT));
    return found;
  }

  private static SalvagedFile lost(String name, String fault) {
    return new SalvagedFile(name, "", 0, 0, 0, -1, List.of(), fault);
  }

  /** The manifest in force, and the others, newest first. */
  private static List<Long> candidates(FileSystem files, Path directory, long current) {
    List<Long> numbers = new ArrayList<>();
    for (String name : files.list(directory)) {
      FileNames.parse(name)
          .filter(numbered -> numbered.kind() == Kind.MANIFEST)
          .ifPresent(numbered -> numbers.add(numbered.number()));
    }
    numbers.sort(Comparator.reverseOrder());
    if (numbers.remove(current)) {
      numbers.add(0, current);
    }
    return numbers;
  }

  private void readLeniently(FileSystem source, Path directory, long number) {
    Path path = directory.resolve(FileNames.manifest(number));
    SalvagedLog log =
        SalvagedLog.read(
            source, path, LogKind.MANIFEST, number, payload -> take(VersionEdit.decode(payload)));
    String fault =
        log.fault().isEmpty()
            ? path.getFileName() + ": nothing tells whether it was in force"
            : log.fault();
    addFile(source, directory, number, log.bytesLost(), log.records(), fault);
  }

  private void addFile(
      FileSystem source, Path directory, long number, long lost, long edits, String fault) {
    String name = FileNames.manifest(number);
    long bytes = source.size(directory.resolve(name));
    long editsLost = fault.isEmpty() ? 0 : -1;
    files.add(new SalvagedFile(name, "", bytes, lost, edits, editsLost, List.of(), fault));
  }

  private void take(VersionEdit edit) {
    edit.changes().forEach(this::take);
  }

  /** Takes a change, of keyspaces too whose creation was lost. */
  private void take(Change change) {
    if (change instanceof LogPosition log) {
      logNumber = Math.max(logNumber, log.logNumber());
    } else if (change instanceof CreatedKeyspace created) {
      keyspaces.put(created.id(), new SalvagedKeyspace(created.name(), created.options()));
    } else if (change instanceof AlteredKeyspace altered) {
      keyspace(altered.id()).options = altered.options();
    } else if (change instanceof DroppedKeyspace dropped) {
      SalvagedKeyspace keyspace = keyspace(dropped.id());
      keyspace.dropped = true;
      removed.addAll(keyspace.tables.keySet());
      keyspace.tables.clear();
    } else if (change instanceof AddedTable added) {
      keyspace(added.keyspaceId()).tables.put(added.table().fileNumber(), added.table());
      removed.remove(added.table().fileNumber());
    } else if (change instanceof RemovedTable table) {
      keyspace(table.keyspaceId()).tables.remove(table.fileNumber());
      removed.add(table.fileNumber());
    } else if (change instanceof AddedRangeDelete added) {
      keyspace(added.keyspaceId()).deletes.add(added.delete());
    } else if (change instanceof RemovedRangeDelete gone) {
      keyspace(gone.keyspaceId()).deletes.remove(gone.delete());
    } else if (change instanceof ExpiredEntries expired) {
      SalvagedKeyspace keyspace = keyspace(expired.keyspaceId());
      keyspace.expiredBefore = Math.max(keyspace.expiredBefore, expired.before());
    }
  }

  /** A keyspace, under a name made up from its id if nothing tells its own. */
  public SalvagedKeyspace keyspace(int id) {
    return keyspaces.computeIfAbsent(
        id,
        unknown ->
            new SalvagedKeyspace(
                id == 0 ? Keyspace.DEFAULT_NAME : "lost-keyspace-" + id, KeyspaceOptions.DEFAULT));
  }

  /** The keyspaces by id. */
  public Map<Integer, SalvagedKeyspace> keyspaces() {
    return keyspaces;
  }

  /** Whether a table belongs to a keyspace, or is known to belong to none any more. */
  public boolean knows(long table) {
    return removed.contains(table)
        || keyspaces.values().stream().anyMatch(keyspace -> keyspace.tables.containsKey(table));
  }

  /** The first segment of the log that counts, as far as is known. */
  public long logNumber() {
    return logNumber;
  }

  /** Whether the manifest in force was read as a whole. */
  public boolean isIntact() {
    return intact;
  }

  /** The manifests that were read. */
  public List<SalvagedFile> files() {
    return files;
  }
}
