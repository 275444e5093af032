package dev.kevo.engine.db;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Scan;
import dev.kevo.engine.iter.Visibility;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.txn.Commit;
import dev.kevo.engine.txn.Store;
import dev.kevo.engine.version.HistoryStart;
import dev.kevo.engine.wal.WalRecord;
import java.nio.ByteBuffer;
import java.time.InstantSource;

/**
 * When what was committed, for as long as some keyspace keeps its history: a keyspace of its own
 * with one entry per group of commits, logged just before them.
 *
 * <pre>
 * key   := microseconds since 1970 fixed64, big-endian: when the commits that follow were made
 * value := sequence fixed64, big-endian: the last one before them
 * </pre>
 *
 * So the state of a time is that before the first entry with a later time. Times ascend strictly,
 * whatever the clock does: one that is set back makes them creep on from where they were. Reading
 * the state of a time ends that time: what is committed from then on gets a later one, so that the
 * same question has the same answer.
 */
public final class CommitTimes {
  /** The name of the keyspace, which no other has and which is shown to nobody. */
  public static final String KEYSPACE = "kevo.commit-times";

  /** Bytes of log that an entry takes at most. */
  static final long LOG_BYTES_MAX = WalRecord.bytesMax(1, 2L * Long.BYTES);

  private static final int NONE = -1;

  private final InstantSource clock;

  /** Volatile: the leader looks at it once per group. */
  private volatile int keyspaceId = NONE;

  /** The last time that was given out or read at. Guarded by this. */
  private long lastMicros;

  /** The sequence of the last entry. Guarded by this. */
  private long lastSequence;

  CommitTimes(InstantSource clock) {
    this.clock = clock;
  }

  /** Begins, or goes on, to note times in the keyspace with that id. */
  synchronized void begin(int id, long newestMicros) {
    lastMicros = Math.max(lastMicros, newestMicros);
    keyspaceId = id;
  }

  void end() {
    keyspaceId = NONE;
  }

  /** Whether times are noted. */
  boolean isNoting() {
    return keyspaceId != NONE;
  }

  int keyspaceId() {
    return keyspaceId;
  }

  /** The keyspace's id if commits over a state are noted, or -1: the state may be older. */
  int keyspaceIdIn(ReadState state) {
    int id = keyspaceId;
    return id < state.keyspaces().size() ? id : NONE;
  }

  /**
   * The entry for the commits that follow.
   *
   * @param id the keyspace's
   * @param sequence the entry's own, the next one
   */
  synchronized Commit next(int id, long sequence) {
    lastMicros = Math.max(lastMicros + 1, nowMicros());
    lastSequence = sequence;
    Commit entry = new Commit(1, null);
    entry.add(id, EntryKind.PUT, fixed64(lastMicros), fixed64(sequence - 1));
    return entry;
  }

  long nowMicros() {
    return HistoryStart.microsOf(clock.instant());
  }

  /**
   * Ends a time.
   *
   * @return the last sequence that may belong to commits of that time and not be published yet
   */
  synchronized long pass(long micros) {
    lastMicros = Math.max(lastMicros, micros);
    return lastSequence;
  }

  /** The last sequence of a time that was {@link #pass}ed, of those up to one that is pinned. */
  long sequenceAt(long micros, long newest, Store store) {
    int id = keyspaceId;
    if (id == NONE) {
      return newest;
    }
    KeyRange later = new KeyRange(fixed64(micros + 1), null);
    try (Cursor next =
        store.scan(id, Scan.of(later).withLimit(1), Visibility.committed(newest), null)) {
      return next.next() ? ByteBuffer.wrap(next.value().toByteArray()).getLong() : newest;
    }
  }

  /** The newest time that is noted in a keyspace, or 0. */
  static long newestMicros(int id, long newest, Store store) {
    Scan last = Scan.all().withReversed(true).withLimit(1);
    try (Cursor cursor = store.scan(id, last, Visibility.committed(newest), null)) {
      return cursor.next() ? ByteBuffer.wrap(cursor.key().toByteArray()).getLong() : 0;
    }
  }

  /** A commit that forgets the times up to one. */
  Commit forget(long micros) {
    Commit commit = new Commit(1, null);
    commit.add(keyspaceId, EntryKind.RANGE_DELETE, new byte[0], fixed64(micros + 1));
    return commit;
  }

  private static byte[] fixed64(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }
}
