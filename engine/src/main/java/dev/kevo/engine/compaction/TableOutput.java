package dev.kevo.engine.compaction;

import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Slice;
import dev.kevo.engine.StorageException;
import dev.kevo.engine.io.AppendFile;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileNames.Kind;
import dev.kevo.engine.io.FileNames.Numbered;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.sstable.TableWriter;
import dev.kevo.engine.value.ValueFileMeta;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a merge keeps into new tables, and into value files beside them. When {@link #write}
 * returns, all of them are durable; when it throws, none is left, as far as the file system allows.
 *
 * <p>A merge hands references on as they are. Only values whose files are mostly garbage are read
 * and written anew.
 */
public final class TableOutput {
  private static final int ENTRIES_BETWEEN_CHECKS = 1024;

  private final FileSystem files;
  private final Path directory;
  private final LongSupplier fileNumbers;
  private final KeyspaceOptions options;
  private final long tableBytes;

  private final LargeValues large;

  private final List<TableMeta> tables = new ArrayList<>();
  private final List<Numbered> created = new ArrayList<>();
  private final Slice lastKey = new Slice();
  private final Slice value = new Slice();
  private final Slice stored = new Slice();
  private @Nullable AppendFile file;
  private @Nullable TableWriter writer;
  private final @Nullable RateLimit rate;
  private long unpaidBytes;

  /**
   * @param tableBytes size at which the next table begins
   * @param rate holds the output back; null not to
   */
  public TableOutput(
      FileSystem files,
      Path directory,
      LongSupplier fileNumbers,
      KeyspaceOptions options,
      long tableBytes,
      @Nullable RateLimit rate) {
    this.rate = rate;
    this.files = files;
    this.directory = directory;
    this.fileNumbers = fileNumbers;
    this.options = options;
    this.tableBytes = tableBytes;
    this.large = new LargeValues(files, directory, fileNumbers, options);
  }

  /**
   * Writes the kept entries.
   *
   * @param newestDelete the newest committed range delete that the rule was made with; 0 if none
   * @param old what the entries refer to
   */
  Written write(
      EntryIterator entries,
      DropRule rule,
      long newestDelete,
      OldValues old,
      BooleanSupplier cancelled) {
    boolean done = false;
    try {
      int untilCheck = ENTRIES_BETWEEN_CHECKS;
      for (boolean at = entries.seekToFirst(); at; at = entries.next()) {
        if (--untilCheck == 0) {
          untilCheck = ENTRIES_BETWEEN_CHECKS;
          if (cancelled.getAsBoolean()) {
            throw new CancellationException("the compaction was cancelled");
          }
          pay(cancelled);
        }
        Slice key = entries.key();
        if (rule.keeps(key, entries.sequence(), entries.isDelete())) {
          add(key, entries, old);
        }
      }
      Written written = finish();
      done = true;
      long clean = rule.cleanSequence(newestDelete);
      return new Written(
          written.tables().stream().map(table -> table.withCleanSequence(clean)).toList(),
          written.valueFiles());
    } finally {
      if (!done) {
        discard();
      }
    }
  }

  /**
   * Adds the only version of a key that comes after the last one. What it is called with may change
   * afterwards.
   */
  public void addFirstVersion(Slice key, Slice put) {
    put(writerFor(true), key, 0, put);
  }

  /** Ends the last table and value file, and returns all of them, durable. */
  public Written finish() {
    finishTable();
    List<ValueFileMeta> valueFiles = large.finish();
    if (!tables.isEmpty()) {
      files.syncDirectory(directory);
    }
    return new Written(tables, valueFiles);
  }

  private void pay(BooleanSupplier cancelled) {
    RateLimit limit = rate;
    if (limit != null) {
      limit.pay(unpaidBytes, cancelled);
      unpaidBytes = 0;
    }
  }

  private void add(Slice key, EntryIterator entry, OldValues old) {
    // All versions of a key stay in one table: the tables of a level must not share keys.
    TableWriter current = writerFor(!lastKey.equals(key));
    value.set(entry.value());
    if (entry.isReference() && !old.isReadAgain(value)) {
      current.add(key, entry.sequence(), EntryKind.REFERENCE, value);
    } else if (entry.isDelete()) {
      current.add(key, entry.sequence(), EntryKind.DELETE, value);
    } else {
      put(current, key, entry.sequence(), value);
    }
    lastKey.set(key);
    unpaidBytes += key.length() + value.length();
  }

  private void put(TableWriter current, Slice key, long sequence, Slice put) {
    if (large.takes(put.length())) {
      large.write(put, stored);
      current.add(key, sequence, EntryKind.REFERENCE, stored);
    } else {
      current.add(key, sequence, EntryKind.PUT, put);
    }
  }

  private TableWriter writerFor(boolean newKey) {
    TableWriter current = writer;
    if (current != null && current.bytes() >= tableBytes && newKey) {
      finishTable();
      current = null;
    }
    return current == null ? beginTable() : current;
  }

  private TableWriter beginTable() {
    long number = fileNumbers.getAsLong();
    Path path = directory.resolve(FileNames.table(number));
    AppendFile opened = files.create(path);
    file = opened;
    created.add(new Numbered(Kind.TABLE, number));
    TableWriter begun = new TableWriter(opened, number, options);
    writer = begun;
    return begun;
  }

  private void finishTable() {
    TableWriter finished = writer;
    AppendFile written = file;
    if (finished != null && written != null) {
      tables.add(finished.finish());
      written.sync();
      writer = null;
      file = null;
      written.close();
    }
  }

  /** Removes what was written. The failure that led here is the one to report. */
  public void discard() {
    AppendFile open = file;
    if (open != null) {
      quietly(open::close);
    }
    quietly(large::giveUp);
    created.addAll(large.created());
    for (Numbered file : created) {
      quietly(() -> files.delete(directory.resolve(file.name())));
    }
  }

  /** What cannot be removed now is no part of any version, and goes at the next open. */
  private static void quietly(Runnable action) {
    try {
      action.run();
    } catch (StorageException e) {
      // See above.
    }
  }
}
