package dev.kevo.engine.db;

import dev.kevo.engine.Interleavings;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import dev.kevo.engine.cache.BlockCache;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileNames.Numbered;
import dev.kevo.engine.io.MemoryFileSystem;
import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.sstable.TableCache;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.VersionEdit;
import dev.kevo.engine.version.VersionEdit.AddedTable;
import dev.kevo.engine.version.VersionEdit.Change;
import dev.kevo.engine.version.VersionEdit.CreatedKeyspace;
import dev.kevo.engine.version.VersionEdit.RemovedTable;
import dev.kevo.engine.version.VersionSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Versions that replace each other while readers pin them: nobody pins an older one than was
 * current, and no table goes before its last reader.
 */
class ReadStatesInterleavingsTest {
  private static final int VERSIONS_MAX = 20;
  private static final int THREADS_MAX = 4;

  private static final KeyspaceHandle MAIN =
      (KeyspaceHandle) Kevo.openInMemory(Options.DEFAULT).defaultKeyspace();

  /** The n-th set has one table, number n. */
  private static final List<VersionSet> VERSIONS = versions();

  private static List<VersionSet> versions() {
    List<VersionSet> sets = new ArrayList<>();
    VersionSet versions = VersionSet.EMPTY;
    for (int number = 0; number < VERSIONS_MAX; number++) {
      byte[] key = {1};
      TableMeta table = new TableMeta(number, 100, 1, key, key, 1, 1, 0, 0, false, List.of());
      Change before =
          number == 0
              ? new CreatedKeyspace(0, "MAIN", KeyspaceOptions.DEFAULT)
              : new RemovedTable(0, 1, number - 1);
      versions =
          versions.apply(
              new VersionEdit(VERSIONS_MAX, List.of(before, new AddedTable(0, 1, table))));
      sets.add(versions);
    }
    return List.copyOf(sets);
  }

  /** One writer that installs versions, and a pin per thread. */
  @Param(name = "thread", gen = ThreadIdGen.class)
  public static final class Versions {
    private final Set<Numbered> unused = ConcurrentHashMap.newKeySet();
    private final ReadStates states;
    private final @Nullable ReadState[] pinned = new @Nullable ReadState[THREADS_MAX];
    private int installed;

    public Versions() {
      TableCache cache = new TableCache(new MemoryFileSystem(), Databases.DIRECTORY, NO_BLOCKS, 10);
      Tables tables = new Tables(VERSIONS.get(0).keyspaces().get(0).version(), cache);
      KeyspaceState main = new KeyspaceState(MAIN, new MemTable(), List.of(), tables);
      ReadState first = new ReadState(List.of(main), List.of(), VERSIONS.get(0));
      states = new ReadStates(first, cache, unused::addAll);
    }

    private static Numbered table(int number) {
      return new Numbered(FileNames.Kind.TABLE, number);
    }

    private static final BlockCache NO_BLOCKS = new BlockCache(0);

    @Operation(nonParallelGroup = "writer")
    public void install() {
      installed++;
      states.install(VERSIONS.get(installed), null, List.of(table(installed - 1)));
    }

    /** Pins the current version, or looks at the one that is pinned; -1 if its table is gone. */
    @Operation
    public int pin(@Param(name = "thread") int thread) {
      ReadState state = pinned[thread];
      if (state == null) {
        state = states.pin();
        pinned[thread] = state;
      }
      int number = VERSIONS.indexOf(state.versions());
      return unused.contains(table(number)) ? -1 : number;
    }

    @Operation
    public void unpin(@Param(name = "thread") int thread) {
      ReadState state = pinned[thread];
      if (state != null) {
        pinned[thread] = null;
        states.unpin(state);
      }
    }

    @Validate
    public void allOlderTablesAreUnusedInTheEnd() {
      for (int thread = 0; thread < THREADS_MAX; thread++) {
        unpin(thread);
      }
      Set<Numbered> expected = new HashSet<>();
      for (int number = 0; number < installed; number++) {
        expected.add(table(number));
      }
      if (!unused.equals(expected)) {
        throw new AssertionError(unused + " instead of " + expected);
      }
    }
  }

  /** The same with numbers. */
  public static final class Specification {
    private final int[] pinned = new int[THREADS_MAX];
    private int current = 1;

    public void install() {
      current++;
    }

    public int pin(int thread) {
      pinned[thread] = pinned[thread] == 0 ? current : pinned[thread];
      return pinned[thread] - 1;
    }

    public void unpin(int thread) {
      pinned[thread] = 0;
    }
  }

  @Test
  void pinnedVersionsKeepTheirTables() {
    Interleavings.stress(Versions.class, Specification.class, 4);
  }

  @Test
  @Tag("slow")
  void pinnedVersionsKeepTheirTablesInManyScenarios() {
    Interleavings.stress(Versions.class, Specification.class, 300);
  }
}
