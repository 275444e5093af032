package dev.kevo.sql.exec;

import dev.kevo.engine.KevoException;
import dev.kevo.engine.Slice;
import dev.kevo.engine.TemporaryFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Entries in the order of their keys, whatever order they come in. What does not fit the
 * statement's memory goes to files in sorted runs, which are merged. For one thread.
 *
 * <pre>
 *   record of a run   length of the key (4 bytes, big-endian) key value
 * </pre>
 */
final class EntrySort {
  private static final int LENGTH_BYTES = 4;

  private final StatementContext context;
  private final List<TemporaryFile> runs = new ArrayList<>();
  private EntryRun run;
  private byte[] record = new byte[256];
  private long size;

  EntrySort(StatementContext context) {
    this.context = context;
    this.run = new EntryRun(context);
  }

  /** The entries that were added. */
  long size() {
    return size;
  }

  /** Adds an entry, which is copied. */
  void add(Slice key, Slice value) {
    if (!run.add(key, value)) {
      write();
      if (!run.add(key, value)) {
        throw context.memory().exceeded();
      }
    }
    size++;
  }

  /** Moves what is in memory to a file. */
  private void write() {
    if (run.isEmpty()) {
      return;
    }
    TemporaryFile file = context.memory().file();
    Entries sorted = run.sorted();
    while (sorted.next()) {
      context.poll();
      int length = LENGTH_BYTES + sorted.key().length() + sorted.value().length();
      if (record.length < length) {
        record = new byte[Math.max(length, 2 * record.length)];
      }
      for (int i = 0; i < LENGTH_BYTES; i++) {
        record[i] = (byte) (sorted.key().length() >>> (8 * (LENGTH_BYTES - 1 - i)));
      }
      copy(sorted.key(), LENGTH_BYTES);
      copy(sorted.value(), LENGTH_BYTES + sorted.key().length());
      file.append(record, 0, length);
    }
    runs.add(file);
    run.release();
    run = new EntryRun(context);
  }

  private void copy(Slice from, int at) {
    System.arraycopy(from.array(), from.offset(), record, at, from.length());
  }

  /** All entries in order; none may be added any more. */
  Entries sorted() {
    if (runs.isEmpty()) {
      return run.sorted();
    }
    write();
    return new Merged(runs);
  }

  /** Steps over entries in the order of their keys; equal keys come one after the other. */
  interface Entries {
    /**
     * Moves to the next one; false at the end.
     *
     * @throws KevoException if a file cannot be read
     */
    boolean next();

    /** The key of the present one, valid until the next step. */
    Slice key();

    /** Its value, valid until the next step. */
    Slice value();
  }

  /** The entries of one file. */
  private static final class Read implements Entries {
    private final TemporaryFile.Records records;
    private final Slice key = new Slice();
    private final Slice value = new Slice();

    Read(TemporaryFile file) {
      this.records = file.read();
    }

    @Override
    public boolean next() {
      Slice record = records.next();
      if (record == null) {
        return false;
      }
      int length = 0;
      for (int i = 0; i < LENGTH_BYTES; i++) {
        length = (length << 8) | (record.at(i) & 0xFF);
      }
      int start = record.offset() + LENGTH_BYTES;
      key.set(record.array(), start, length);
      value.set(record.array(), start + length, record.length() - LENGTH_BYTES - length);
      return true;
    }

    @Override
    public Slice key() {
      return key;
    }

    @Override
    public Slice value() {
      return value;
    }
  }

  /** The entries of several files. */
  private static final class Merged implements Entries {
    private final PriorityQueue<Entries> waiting;
    private @Nullable Entries current;

    Merged(List<TemporaryFile> runs) {
      waiting = new PriorityQueue<>(runs.size(), Comparator.comparing(Entries::key));
      for (TemporaryFile run : runs) {
        addIfMore(new Read(run));
      }
    }

    private void addIfMore(Entries entries) {
      if (entries.next()) {
        waiting.add(entries);
      }
    }

    @Override
    public boolean next() {
      Entries last = current;
      if (last != null) {
        addIfMore(last);
      }
      current = waiting.poll();
      return current != null;
    }

    private Entries current() {
      Entries entries = current;
      if (entries == null) {
        throw new IllegalStateException("there is no entry here");
      }
      return entries;
    }

    @Override
    public Slice key() {
      return current().key();
    }

    @Override
    public Slice value() {
      return current().value();
    }
  }
}
