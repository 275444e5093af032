package dev.kevo.engine.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.codec.BlockCompression;
import dev.kevo.engine.version.HistoryStart;
import dev.kevo.engine.version.VersionEdit.AlteredKeyspace;
import dev.kevo.engine.version.VersionEdit.Change;
import dev.kevo.engine.version.VersionEdit.KeptHistory;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keyspaces of a database by their names: found, created, altered, dropped. Thread-safe. */
final class Keyspaces {
  private static final int NAME_BYTES_MAX = 255;

  private final KevoDatabase database;
  private final ReadStates states;
  private final Installs installs;
  private final History history;

  Keyspaces(KevoDatabase database, ReadStates states, Installs installs, History history) {
    this.database = database;
    this.states = states;
    this.installs = installs;
    this.history = history;
  }

  /**
   * Takes up the histories of a database that was opened.
   *
   * @param writable whether those may begin that have not begun
   */
  void open(boolean writable) {
    named(CommitTimes.KEYSPACE).ifPresent(history::resume);
    for (KeyspaceVersion keyspace : states.current().versions().keyspaces()) {
      boolean kept = keyspace.version().history().isKept();
      if (writable && !keyspace.dropped() && !kept && keyspace.options().historyMillis() > 0) {
        alter(keyspace.id(), keyspace.options());
      }
    }
  }

  private Optional<KeyspaceHandle> named(String name) {
    for (KeyspaceState keyspace : states.current().keyspaces()) {
      if (!keyspace.handle().isDropped() && keyspace.handle().name().equals(name)) {
        return Optional.of(keyspace.handle());
      }
    }
    return Optional.empty();
  }

  Optional<Keyspace> find(String name) {
    return name.equals(CommitTimes.KEYSPACE)
        ? Optional.empty()
        : named(name).map(Keyspace.class::cast);
  }

  List<Keyspace> all() {
    List<Keyspace> handles = new ArrayList<>();
    for (KeyspaceState keyspace : states.current().keyspaces()) {
      KeyspaceHandle handle = keyspace.handle();
      if (!handle.isDropped() && !handle.name().equals(CommitTimes.KEYSPACE)) {
        handles.add(handle);
      }
    }
    return handles;
  }

  Keyspace create(String name, KeyspaceOptions options) {
    int bytes = name.getBytes(UTF_8).length;
    if (bytes == 0 || bytes > NAME_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a keyspace's name has 1 to " + NAME_BYTES_MAX + " bytes, not " + bytes);
    }
    if (name.equals(CommitTimes.KEYSPACE)) {
      throw new IllegalArgumentException("the keyspace " + name + " is the database's own");
    }
    Optional<Keyspace> existing = find(name);
    if (existing.isPresent()) {
      return existing.get();
    }
    BlockCompression.requireLibrary(options.compression());
    if (options.historyMillis() == 0) {
      return create(name, options, HistoryStart.NONE);
    }
    synchronized (history) {
      return create(name, options, history.begin(this));
    }
  }

  private KeyspaceHandle create(String name, KeyspaceOptions options, HistoryStart start) {
    synchronized (installs) {
      Optional<KeyspaceHandle> existing = named(name);
      if (existing.isPresent()) {
        return existing.get();
      }
      int id = states.current().keyspaces().size();
      KeyspaceHandle created = new KeyspaceHandle(database, id, name);
      installs.installKeyspace(created, options, start);
      return created;
    }
  }

  /** The keyspace for the times of commits. Under the history's monitor. */
  KeyspaceHandle commitTimes() {
    return create(CommitTimes.KEYSPACE, KeyspaceOptions.DEFAULT, HistoryStart.NONE);
  }

  void alter(int id, KeyspaceOptions options) {
    BlockCompression.requireLibrary(options.compression());
    synchronized (history) {
      HistoryStart start = states.current().versions().keyspaces().get(id).version().history();
      List<Change> changes = new ArrayList<>();
      changes.add(new AlteredKeyspace(id, options));
      if (options.historyMillis() == 0 && start.isKept()) {
        changes.add(new KeptHistory(id, HistoryStart.NONE));
      } else if (options.historyMillis() > 0 && !start.isKept()) {
        changes.add(new KeptHistory(id, history.begin(this)));
      }
      installs.installChanges(changes);
    }
  }

  /** Returns whether there was one of that name. */
  boolean drop(String name) {
    synchronized (installs) {
      KeyspaceHandle handle = (KeyspaceHandle) find(name).orElse(null);
      if (handle == null) {
        return false;
      }
      if (handle.id() == 0) {
        throw new IllegalArgumentException("the default keyspace cannot be dropped");
      }
      installs.installDrop(handle);
      return true;
    }
  }
}
