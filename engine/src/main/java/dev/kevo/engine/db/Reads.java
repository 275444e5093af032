package dev.kevo.engine.db;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.RangeEstimate;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.cache.BlockCache;
import dev.kevo.engine.iter.MergingIterator;
import dev.kevo.engine.iter.Visibility;
import dev.kevo.engine.iter.VisibleCursor;
import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.txn.SnapshotRegistry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads, each of one pinned {@link ReadState}: the latest, or at a sequence that a snapshot or a
 * transaction holds.
 *
 * <p>What fails because the database was closed meanwhile says so.
 */
final class Reads {
  /** What a cursor takes besides the blocks it stands in, about. */
  private static final int CURSOR_BYTES = 1024;

  private final Health health;
  private final ReadStates states;
  private final SnapshotRegistry snapshots;
  private final BlockCache blocks;

  Reads(Health health, ReadStates states, SnapshotRegistry snapshots, BlockCache blocks) {
    this.health = health;
    this.states = states;
    this.snapshots = snapshots;
    this.blocks = blocks;
  }

  /** A pinned state, and a published sequence all of which is in it. */
  private record Moment(ReadState state, long sequence) {}

  /**
   * The latest moment. The sequence is taken after the state, so that what it needs is still in the
   * state's tables; and again if the state was replaced meanwhile, for a load of that sequence may
   * be in the new one only.
   */
  private Moment pinMoment() {
    while (true) {
      ReadState state = states.pin();
      long sequence = snapshots.published();
      if (states.current() == state) {
        return new Moment(state, sequence);
      }
      states.unpin(state);
    }
  }

  /** The newest value of a key. */
  boolean get(int keyspaceId, byte[] key, Slice value) {
    ReadState state = states.pin();
    try {
      // The sequence after the state: what it needs is then still in the state's tables.
      return state.keyspace(keyspaceId).get(key, snapshots.published(), value);
    } catch (RuntimeException e) {
      throw health.closedOr(e);
    } finally {
      states.unpin(state);
    }
  }

  /** The value of a key at a sequence. */
  boolean get(int keyspaceId, byte[] key, long sequence, Slice value) {
    ReadState state = states.pin();
    try {
      return state.keyspace(keyspaceId).get(key, sequence, value);
    } catch (RuntimeException e) {
      throw health.closedOr(e);
    } finally {
      states.unpin(state);
    }
  }

  /** The newest values of keys, all of one moment. */
  List<byte @Nullable []> multiGet(int keyspaceId, List<byte[]> keys) {
    Moment moment = pinMoment();
    return multiGet(moment.state(), keyspaceId, keys, moment.sequence());
  }

  /** The values of keys at a sequence. */
  List<byte @Nullable []> multiGet(int keyspaceId, List<byte[]> keys, long sequence) {
    return multiGet(states.pin(), keyspaceId, keys, sequence);
  }

  /** Looks keys up in a pinned state, and unpins it. */
  private List<byte @Nullable []> multiGet(
      ReadState state, int keyspaceId, List<byte[]> keys, long sequence) {
    try {
      KeyspaceState read = state.keyspace(keyspaceId);
      List<byte @Nullable []> values = new ArrayList<>(keys.size());
      Slice value = new Slice();
      for (byte[] key : keys) {
        values.add(read.get(key, sequence, value) ? value.toByteArray() : null);
      }
      return values;
    } catch (RuntimeException e) {
      throw health.closedOr(e);
    } finally {
      states.unpin(state);
    }
  }

  /** The newest entries of a range. */
  Cursor scan(int keyspaceId, Scan scan) {
    Moment moment = pinMoment();
    return cursor(moment.state(), keyspaceId, scan, Visibility.committed(moment.sequence()), null);
  }

  /** The entries of a range that are visible to a reader, its own writes among them. */
  Cursor scan(int keyspaceId, Scan scan, Visibility visibility, @Nullable MemTable privateWrites) {
    return cursor(states.pin(), keyspaceId, scan, visibility, privateWrites);
  }

  /** A cursor that owns the pin on a state. */
  private Cursor cursor(
      ReadState state,
      int keyspaceId,
      Scan scan,
      Visibility visibility,
      @Nullable MemTable privateWrites) {
    try {
      KeyspaceState keyspace = state.keyspace(keyspaceId);
      var sources = keyspace.iterators(privateWrites, scan.range(), visibility);
      var cover = keyspace.cover(privateWrites, visibility);
      int blockBytes = state.versions().keyspaces().get(keyspaceId).options().blockBytes();
      long bytes = CURSOR_BYTES + (long) sources.size() * blockBytes;
      blocks.takeCursor(bytes);
      VisibleCursor cursor =
          new VisibleCursor(
              MergingIterator.of(sources),
              scan,
              visibility,
              cover,
              keyspace.tables().values(),
              () -> {
                blocks.budget().giveBackCursor(bytes);
                states.unpin(state);
              });
      return new DatabaseCursor(health, cursor);
    } catch (RuntimeException e) {
      states.unpin(state);
      throw health.closedOr(e);
    }
  }

  /** Whether a key was written, or covered by a range delete, after a sequence. */
  boolean keyChangedSince(int keyspaceId, byte[] key, long sequence) {
    ReadState state = states.pin();
    try {
      return state.keyspace(keyspaceId).keyChangedSince(key, sequence);
    } catch (RuntimeException e) {
      throw health.closedOr(e);
    } finally {
      states.unpin(state);
    }
  }

  /** How much a range holds, about. */
  RangeEstimate estimate(int keyspaceId, KeyRange range) {
    ReadState state = states.pin();
    try {
      return Estimates.of(state.keyspace(keyspaceId), range);
    } catch (RuntimeException e) {
      throw health.closedOr(e);
    } finally {
      states.unpin(state);
    }
  }

  /** Keys that cut a range into parts of about the same size. */
  List<byte[]> splitPoints(int keyspaceId, KeyRange range, int partsMax) {
    ReadState state = states.pin();
    try {
      return SplitPoints.of(state.keyspace(keyspaceId), range, partsMax);
    } catch (RuntimeException e) {
      throw health.closedOr(e);
    } finally {
      states.unpin(state);
    }
  }
}
