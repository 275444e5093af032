package dev.kevo.sql.exec;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.WriteBatch;
import dev.kevo.sql.row.IndexCodec;
import dev.kevo.sql.row.PendingEntry;
import dev.kevo.sql.table.KevoTable;
import java.util.Arrays;

/**
 * What writers have noted beside an index that is being built, to be brought into it. Nobody else
 * writes to the index, so this takes no lock that somebody waits for. Immutable and thread-safe.
 */
public final class PendingEntries {
  private static final int BATCH_MAX = 1_000;

  /** So few are left to {@link #finish}, while which the table's writers wait. */
  private static final int LEFT_MAX = 1_000;

  /** Writers may be faster, then nothing is gained by one more round. */
  private static final int ROUNDS_MAX = 5;

  private final IndexEntries entries;
  private final KevoTable table;

  public PendingEntries(IndexEntries entries) {
    this.entries = entries;
    this.table = entries.index().table();
  }

  private interface Target {
    void put(byte[] key, byte[] value);

    void delete(byte[] key);
  }

  /** Brings most of it into the index, while writers go on. */
  public void catchUp(Database database, StatementContext context) {
    long changes = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS_MAX && changes > LEFT_MAX; round++) {
      Batches batches = new Batches(database);
      try (Snapshot state = database.snapshot()) {
        changes = apply(state, batches, context);
      }
      batches.write();
    }
  }

  /** Brings the rest into the index, as part of a transaction that keeps the writers out. */
  public void finish(Transaction transaction, StatementContext context) {
    apply(
        transaction,
        new Target() {
          @Override
          public void put(byte[] key, byte[] value) {
            transaction.put(table.keyspace(), key, value);
          }

          @Override
          public void delete(byte[] key) {
            transaction.delete(table.keyspace(), key);
          }
        },
        context);
  }

  private final class Batches implements Target {
    private final Database database;
    private final WriteBatch batch = new WriteBatch();

    Batches(Database database) {
      this.database = database;
    }

    @Override
    public void put(byte[] key, byte[] value) {
      batch.put(table.keyspace(), key, value);
      writeIfFull();
    }

    @Override
    public void delete(byte[] key) {
      batch.delete(table.keyspace(), key);
      writeIfFull();
    }

    private void writeIfFull() {
      if (batch.size() == BATCH_MAX) {
        write();
      }
    }

    void write() {
      database.write(batch);
      batch.clear();
    }
  }

  /** Makes the index what is noted; 23505 if two rows have the same keys of a unique one. */
  private long apply(ReadView state, Target target, StatementContext context) {
    EntryMaker maker = new EntryMaker(entries, context);
    IndexCodec codec = entries.index().codec();
    Scan scan = Scan.of(PendingEntry.range(entries.index().definition().id()));
    Slice found = new Slice();
    long changes = 0;
    try (Cursor cursor = state.scan(table.keyspace(), scan)) {
      while (cursor.next()) {
        context.poll();
        byte[] key = PendingEntry.entryKey(cursor.key());
        byte[] value = PendingEntry.entryValue(cursor.value());
        boolean isPut = PendingEntry.isPut(cursor.value());
        boolean isThere = state.get(table.keyspace(), key, found);
        if (isPut ? isThere && found.contentEquals(value) : !isThere) {
          continue;
        }
        if (isThere && entries.isUnique() && PendingEntry.isOfRow(cursor.value())) {
          byte[] other = codec.rowKey(new Slice(key), found);
          byte[] own = codec.rowKey(new Slice(key), new Slice(value));
          if (!Arrays.equals(own, other)) {
            if (!isPut) {
              continue;
            }
            if (maker.isEntryOf(key, other, state)) {
              throw maker.duplicate(own, state);
            }
          }
        }
        if (isPut) {
          target.put(key, value);
        } else {
          target.delete(key);
        }
        changes++;
      }
    }
    return changes;
  }
}
