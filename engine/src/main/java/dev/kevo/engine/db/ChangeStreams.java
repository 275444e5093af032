package dev.kevo.engine.db;

import dev.kevo.engine.ChangeStream;
import dev.kevo.engine.CommitPosition;
import dev.kevo.engine.Durability;
import dev.kevo.engine.Options;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.wal.WalStream;
import dev.kevo.engine.wal.WriteAheadLog;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens {@link ChangeStream}s, and gives them what they need of the database. Thread-safe. */
final class ChangeStreams implements LogChangeStream.Source {
  private final FileSystem files;
  private final Path directory;
  private final Options options;
  private final WriteAheadLog log;
  private final LogRetention retention;
  private final DurableSequence durable;
  private final CommitQueue commits;
  private final ReadStates states;
  private final Health health;

  ChangeStreams(
      FileSystem files,
      Path directory,
      Options options,
      WriteAheadLog log,
      LogRetention retention,
      DurableSequence durable,
      CommitQueue commits,
      ReadStates states,
      Health health) {
    this.files = files;
    this.directory = directory;
    this.options = options;
    this.log = log;
    this.retention = retention;
    this.durable = durable;
    this.commits = commits;
    this.states = states;
    this.health = health;
  }

  /** The place after the newest commit, which is durable then. */
  CommitPosition newest() {
    syncIfBehind();
    return LogChangeStream.position(durable.get());
  }

  /** The place where the log begins as far as it is kept. */
  CommitPosition oldest() {
    return LogChangeStream.position(retention.firstSequence() - 1);
  }

  ChangeStream open(CommitPosition from) {
    long sequence = LogChangeStream.sequence(from);
    if (sequence > durable.get()) {
      syncIfBehind();
    }
    if (sequence > durable.get()) {
      throw new IllegalArgumentException(
          "position " + from.token() + " is after the newest commit of " + directory);
    }
    LogRetention.Hold hold = retention.hold(sequence + 1);
    WalStream stream = new WalStream(files, directory, log::position, hold.segment(), sequence + 1);
    return new LogChangeStream(this, hold, stream, sequence);
  }

  private void syncIfBehind() {
    if (durable.isBehind()) {
      commits.sync();
    }
  }

  @Override
  public void requireOpen() {
    health.requireOpen();
  }

  @Override
  public @Nullable KeyspaceHandle keyspace(int id) {
    List<KeyspaceState> keyspaces = states.current().keyspaces();
    KeyspaceHandle handle = id < keyspaces.size() ? keyspaces.get(id).handle() : null;
    return handle == null || handle.isDropped() ? null : handle;
  }

  @Override
  public long awaitDurable(long sequence, long nanosMax) {
    if (durable.get() <= sequence && options.durability() == Durability.NONE) {
      syncIfBehind();
    }
    durable.await(sequence, nanosMax);
    return durable.get();
  }

  /** Wakes the streams of a database that is closed now. */
  void close() {
    durable.close();
  }
}
