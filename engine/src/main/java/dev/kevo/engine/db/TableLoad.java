package dev.kevo.engine.db;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.CommitUnknownException;
import dev.kevo.engine.Slice;
import dev.kevo.engine.SortedLoad;
import dev.kevo.engine.compaction.TableOutput;
import dev.kevo.engine.compaction.Written;
import dev.kevo.engine.key.KeyOrder;
import dev.kevo.engine.txn.Commit;

/** Writes a sorted load into tables, and hands them to the commit queue. */
final class TableLoad implements SortedLoad {
  private final KevoDatabase database;
  private final ReadStates states;
  private final Health health;
  private final CommitQueue commits;
  private final int keyspaceId;
  private final TableOutput output;
  private byte[] lastKey = new byte[64];
  private int lastKeyLength;
  private long entries;
  private boolean over;

  TableLoad(
      KevoDatabase database,
      ReadStates states,
      Health health,
      CommitQueue commits,
      int keyspaceId,
      TableOutput output) {
    this.database = database;
    this.states = states;
    this.health = health;
    this.commits = commits;
    this.keyspaceId = keyspaceId;
    this.output = output;
  }

  @Override
  public void put(Slice key, Slice value) {
    requireOpen();
    Commit.requireFit(key.length(), value.length());
    if (entries > 0
        && KeyOrder.compare(
                lastKey, 0, lastKeyLength, key.array(), key.offset(), key.offset() + key.length())
            >= 0) {
      throw new IllegalArgumentException(
          "entry " + entries + " of a sorted load has a key that is not greater than the last one");
    }
    if (lastKey.length < key.length()) {
      lastKey = new byte[Math.max(key.length(), 2 * lastKey.length)];
    }
    System.arraycopy(key.array(), key.offset(), lastKey, 0, key.length());
    lastKeyLength = key.length();
    try {
      output.addFirstVersion(key, value);
    } catch (RuntimeException | Error e) {
      close(); // What was written of the table is of no use.
      throw e;
    }
    entries++;
  }

  @Override
  public long entries() {
    return entries;
  }

  @Override
  public void commit() {
    requireOpen();
    over = true;
    boolean done = false;
    try {
      health.requireWritable();
      Written written = output.finish();
      if (!written.tables().isEmpty()) {
        Load load = new Load(keyspaceId, written);
        flushOverlapping(load);
        commits.load(load);
      }
      done = true;
    } catch (CommitUnknownException e) {
      // The manifest may name the tables.
      done = true;
      throw e;
    } finally {
      if (!done) {
        output.discard();
      }
    }
  }

  /** Flushes what the load would have to wait for in the commit queue, while others go on. */
  private void flushOverlapping(Load load) {
    if (states.current().keyspace(keyspaceId).overlapsMemory(load.range())) {
      database.flush();
    }
  }

  private void requireOpen() {
    if (over) {
      throw new ClosedException("the load is over");
    }
    health.requireOpen();
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      output.discard();
    }
  }
}
