package dev.kevo.engine.db;

import dev.kevo.engine.ChangeStream;
import dev.kevo.engine.ClosedException;
import dev.kevo.engine.CommitPosition;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.WriteBatch;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.wal.WalRecord;
import dev.kevo.engine.wal.WalStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows what the log holds as far as it is durable. */
final class LogChangeStream implements ChangeStream {
  private static final String TOKEN_PREFIX = "commit-";

  /** Longer than anybody waits, and still a number of nanoseconds. */
  private static final Duration TIMEOUT_MAX = Duration.ofDays(36_500);

  private static final byte[] NO_VALUE = new byte[0];

  private final Source source;
  private final LogRetention.Hold hold;
  private final WalStream log;
  private List<WriteBatch.Write> writes = List.of();

  /** The sequence before the next one to be read: what {@link #position} means. */
  private long sequence;

  private boolean closed;

  /** What it needs of the database. */
  interface Source {
    /** Throws {@link ClosedException} once the database is closed. */
    void requireOpen();

    /** The keyspace of that id, or null if it has been dropped. */
    @Nullable KeyspaceHandle keyspace(int id);

    /**
     * Waits until more is durable than {@code sequence}, something else happened or the time is
     * over.
     *
     * @return the newest durable sequence
     */
    long awaitDurable(long sequence, long nanosMax);
  }

  LogChangeStream(Source source, LogRetention.Hold hold, WalStream log, long sequence) {
    this.source = source;
    this.hold = hold;
    this.log = log;
    this.sequence = sequence;
  }

  /** The place after a sequence. */
  static CommitPosition position(long sequence) {
    return new CommitPosition(TOKEN_PREFIX + sequence);
  }

  /** The sequence before a place. */
  static long sequence(CommitPosition position) {
    String token = position.token();
    try {
      if (token.startsWith(TOKEN_PREFIX)) {
        long sequence = Long.parseUnsignedLong(token.substring(TOKEN_PREFIX.length()));
        if (token.equals(TOKEN_PREFIX + sequence)) {
          return sequence;
        }
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no position of a commit: " + token, e);
    }
    throw new IllegalArgumentException("no position of a commit: " + token);
  }

  @Override
  public boolean next(Duration timeoutMax) {
    Duration timeout = timeoutMax.compareTo(TIMEOUT_MAX) < 0 ? timeoutMax : TIMEOUT_MAX;
    long deadline = System.nanoTime() + timeout.toNanos();
    requireOpen();
    long durable = source.awaitDurable(sequence, 0);
    do {
      while (durable < log.nextSequence()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        durable = source.awaitDurable(log.nextSequence() - 1, left);
        requireOpen();
      }
    } while (!read());
    return true;
  }

  private void requireOpen() {
    if (closed) {
      throw new ClosedException("the stream is closed");
    }
    source.requireOpen();
  }

  /** Goes on to the next record; false if it changes nothing, as a load's place in the order. */
  private boolean read() {
    List<WriteBatch.Write> batch = new ArrayList<>();
    boolean[] changes = {false};
    BytesReader payload = log.next();
    long next =
        WalRecord.decode(
            payload,
            log.nextSequence(),
            (at, keyspaceId, kind, key, value) -> {
              KeyspaceHandle keyspace = source.keyspace(keyspaceId);
              boolean nothing =
                  (kind == EntryKind.RANGE_DELETE && value != null && value.length == 0)
                      || (keyspace != null && keyspace.name().equals(CommitTimes.KEYSPACE));
              changes[0] |= !nothing;
              if (keyspace != null && !nothing) {
                batch.add(write(keyspace, kind, key, value));
              }
            });
    log.passed(next);
    hold.moveTo(log.segment());
    sequence = next - 1;
    if (changes[0]) {
      writes = Collections.unmodifiableList(batch);
    }
    return changes[0];
  }

  private static WriteBatch.Write write(
      KeyspaceHandle keyspace, EntryKind kind, byte[] key, byte @Nullable [] value) {
    return switch (kind) {
      case PUT -> new WriteBatch.Put(keyspace, key, value == null ? NO_VALUE : value);
      case DELETE -> new WriteBatch.Delete(keyspace, key);
      case RANGE_DELETE ->
          new WriteBatch.DeleteRange(keyspace, new KeyRange(key.length == 0 ? null : key, value));
      case REFERENCE -> throw new AssertionError("the log holds whole values");
    };
  }

  @Override
  public List<WriteBatch.Write> writes() {
    return writes;
  }

  @Override
  public CommitPosition position() {
    return position(sequence);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      hold.close();
      log.close();
    }
  }
}
