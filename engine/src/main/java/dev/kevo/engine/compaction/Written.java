package dev.kevo.engine.compaction;

import dev.kevo.engine.io.FileNames.Kind;
import dev.kevo.engine.io.FileNames.Numbered;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.value.ValueFileMeta;
import dev.kevo.engine.version.VersionEdit.AddedTable;
import dev.kevo.engine.version.VersionEdit.AddedValueFile;
import dev.kevo.engine.version.VersionEdit.TableChange;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link TableOutput} has written, durably.
 *
 * @param tables the new tables, by key; none if nothing was kept
 * @param valueFiles the new value files, which only these tables refer to
 */
public record Written(List<TableMeta> tables, List<ValueFileMeta> valueFiles) {
  public Written {
    tables = List.copyOf(tables);
    valueFiles = List.copyOf(valueFiles);
  }

  /** The bytes of all files. */
  public long bytes() {
    long bytes = 0;
    for (TableMeta table : tables) {
      bytes += table.bytes();
    }
    for (ValueFileMeta file : valueFiles) {
      bytes += file.bytes();
    }
    return bytes;
  }

  /** All files. */
  public List<Numbered> files() {
    List<Numbered> files = new ArrayList<>();
    tables.forEach(table -> files.add(new Numbered(Kind.TABLE, table.fileNumber())));
    valueFiles.forEach(file -> files.add(new Numbered(Kind.VALUES, file.fileNumber())));
    return files;
  }

  /** What makes them part of a keyspace's version. */
  public List<TableChange> changes(int keyspaceId, int level) {
    List<TableChange> changes = new ArrayList<>();
    valueFiles.forEach(file -> changes.add(new AddedValueFile(keyspaceId, file)));
    tables.forEach(table -> changes.add(new AddedTable(keyspaceId, level, table)));
    return changes;
  }
}
