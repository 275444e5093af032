package dev.kevo.engine.io;

import dev.kevo.engine.io.History.Inode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a {@link History} and tells what the disk may hold if the power fails at each of
 * its moments.
 *
 * <p>The disk is as unkind as {@link FileSystem} allows. Of everything that is not synced, any
 * subset may have reached it: of a directory its creates, renames and deletes one by one; of a file
 * its size and each 512-byte sector that was written, a sector that did not reach it reading as
 * zeros; space that was taken ahead is zero in any case. Up to {@link #EXHAUSTIVE_MAX} effects all
 * subsets are tried, beyond that none, all, all but one, only one, and random ones; and each file
 * torn at each sector.
 */
public final class PowerLoss {
  private static final int SECTOR_BYTES = 512;
  private static final int EXHAUSTIVE_MAX = 8;

  private final History history;
  private final Random random;
  private final int randomSubsets;
  private final boolean sectors;

  private final SortedMap<Path, Inode> durable = new TreeMap<>();
  private final List<History.Operation> pending = new ArrayList<>();
  private final Map<Inode, Unsynced> unsynced = new HashMap<>();
  private final Map<Inode, Extent> extents = new HashMap<>();
  private final Map<Integer, Inode> inodes = new HashMap<>();

  /** How far a file is written, and its size; what lies between is zero. */
  private record Extent(int written, int size) {
    static Extent of(Inode inode) {
      return new Extent(inode.written, inode.size);
    }

    Extent appended(int end) {
      return new Extent(end, Math.max(end, size));
    }

    Extent reserved(int end) {
      return new Extent(written, Math.max(end, size));
    }

    Extent cut(int at) {
      return new Extent(Math.min(written, at), at);
    }
  }

  /** The part of a file after its last sync: what it was then and is now. */
  private record Unsynced(Extent durable, Extent now) {
    boolean grew() {
      return durable.size < now.size;
    }

    int firstSector() {
      return durable.written / SECTOR_BYTES;
    }

    int sectors() {
      return durable.written == now.written
          ? 0
          : (now.written + SECTOR_BYTES - 1) / SECTOR_BYTES - firstSector();
    }
  }

  /** One thing that may or may not have reached the disk. */
  private sealed interface Effect {}

  private record EntryEffect(History.Operation operation) implements Effect {}

  private record SizeEffect(Inode inode) implements Effect {}

  /** All that was written to a file since its last sync. */
  private record WrittenEffect(Inode inode) implements Effect {}

  private record SectorEffect(Inode inode, int sector) implements Effect {}

  /** Receives the states. */
  public interface Visitor {
    /**
     * One possible disk.
     *
     * @param moment the operations before the power failed
     */
    void state(int moment, State state);
  }

  /**
   * A possible disk: files by path, and of each as many bytes as reached it, less some sectors.
   * States that are equal hold equal images.
   */
  public record State(Map<Path, Content> files) {
    /** The bytes of one file: what was written, less some sectors, and zeros up to its size. */
    public record Content(
        int inode, int written, int size, int durableBytes, BitSet missingSectors) {}
  }

  private PowerLoss(History history, Random random, int randomSubsets, boolean sectors) {
    this.history = history;
    this.random = random;
    this.randomSubsets = randomSubsets;
    this.sectors = sectors;
  }

  /** Shows every moment's states; subsets beyond the fixed ones come from {@code random}. */
  public static PowerLoss of(History history, Random random, int randomSubsets) {
    return new PowerLoss(history, random, randomSubsets, true);
  }

  /** Shows fewer states: what a file holds beyond its last sync is there or not, as a whole. */
  public static PowerLoss ofWholeFiles(History history, Random random) {
    return new PowerLoss(history, random, 0, false);
  }

  /** Walks through the history once. */
  public void visit(Visitor visitor) {
    int ids = 0;
    for (Map.Entry<Path, byte[]> file : history.start().files().entrySet()) {
      Inode inode = new Inode(ids++, file.getValue());
      inodes.put(inode.id, inode);
      durable.put(file.getKey(), inode);
      extents.put(inode, Extent.of(inode));
    }
    int moment = 0;
    visitStates(moment, visitor);
    for (History.Operation operation : history.operations()) {
      apply(operation);
      moment++;
      visitStates(moment, visitor);
    }
  }

  /** The disk that a state describes. */
  public DiskImage image(State state) {
    SortedMap<Path, byte[]> files = new TreeMap<>();
    state
        .files()
        .forEach(
            (path, content) -> {
              byte[] source = inodes.get(content.inode()).bytes;
              byte[] bytes = new byte[content.size()];
              System.arraycopy(source, 0, bytes, 0, content.written());
              content.missingSectors().stream()
                  .forEach(
                      sector -> {
                        int from = Math.max(sector * SECTOR_BYTES, content.durableBytes());
                        int to = Math.min((sector + 1) * SECTOR_BYTES, bytes.length);
                        for (int i = from; i < to; i++) {
                          bytes[i] = 0;
                        }
                      });
              files.put(path, bytes);
            });
    return new DiskImage(directories(), files);
  }

  /** The disk at the end of the history with nothing but what was synced. */
  public DiskImage imageOfDurable() {
    List<State> last = new ArrayList<>();
    visit(
        (moment, state) -> {
          if (moment == history.size() && last.isEmpty()) {
            last.add(state); // The first subset is the empty one.
          }
        });
    return image(last.get(0));
  }

  private Set<Path> directories() {
    Set<Path> directories = new HashSet<>(history.startDirectories());
    for (History.Operation operation : history.operations()) {
      if (operation instanceof History.CreateDirectory create) {
        directories.add(create.path());
      }
    }
    return directories;
  }

  private void apply(History.Operation operation) {
    if (operation instanceof History.Create create) {
      inodes.put(create.inode().id, create.inode());
      extents.put(create.inode(), new Extent(0, 0));
      pending.add(operation);
    } else if (operation instanceof History.Append append) {
      change(append.inode(), extents.get(append.inode()).appended(append.to()));
    } else if (operation instanceof History.Reserve reserve) {
      change(reserve.inode(), extents.get(reserve.inode()).reserved(reserve.size()));
    } else if (operation instanceof History.Sync sync) {
      unsynced.remove(sync.inode());
    } else if (operation instanceof History.SyncDirectory directory) {
      pending.removeIf(entry -> settle(entry, directory.path()));
    } else if (operation instanceof History.Link
        || operation instanceof History.Rename
        || operation instanceof History.Delete) {
      pending.add(operation);
    }
  }

  private void change(Inode inode, Extent now) {
    Extent before = extents.put(inode, now);
    Unsynced part = unsynced.get(inode);
    unsynced.put(inode, new Unsynced(part == null ? before : part.durable(), now));
  }

  /** Makes a pending entry durable if it lies in the directory. */
  private boolean settle(History.Operation entry, Path directory) {
    Path path =
        entry instanceof History.Create create
            ? create.path()
            : entry instanceof History.Link link
                ? link.path()
                : entry instanceof History.Rename rename
                    ? rename.to()
                    : ((History.Delete) entry).path();
    if (!directory.equals(path.getParent())) {
      return false;
    }
    change(durable, entry);
    return true;
  }

  private static void change(Map<Path, Inode> entries, History.Operation operation) {
    if (operation instanceof History.Create create) {
      entries.put(create.path(), create.inode());
    } else if (operation instanceof History.Link link) {
      entries.put(link.path(), link.inode());
    } else if (operation instanceof History.Rename rename) {
      entries.remove(rename.from(), rename.inode());
      entries.put(rename.to(), rename.inode());
    } else if (operation instanceof History.Delete delete) {
      entries.remove(delete.path());
    }
  }

  private void visitStates(int moment, Visitor visitor) {
    List<Effect> effects = effects();
    int count = effects.size();
    if (count <= EXHAUSTIVE_MAX) {
      for (long mask = 0; mask < 1L << count; mask++) {
        visitor.state(moment, state(effects, BitSet.valueOf(new long[] {mask}), null, 0));
      }
    } else {
      BitSet all = new BitSet();
      all.set(0, count);
      visitor.state(moment, state(effects, new BitSet(), null, 0));
      visitor.state(moment, state(effects, all, null, 0));
      for (int i = 0; i < count; i++) {
        BitSet one = new BitSet();
        one.set(i);
        visitor.state(moment, state(effects, one, null, 0));
        BitSet allButOne = new BitSet();
        allButOne.set(0, count);
        allButOne.clear(i);
        visitor.state(moment, state(effects, allButOne, null, 0));
      }
      for (int i = 0; i < randomSubsets; i++) {
        BitSet some = new BitSet();
        for (int bit = 0; bit < count; bit++) {
          some.set(bit, random.nextBoolean());
        }
        visitor.state(moment, state(effects, some, null, 0));
      }
    }
    if (sectors) {
      visitTears(moment, effects, visitor);
    }
  }

  /** Each file cut at each sector, with everything else there. */
  private void visitTears(int moment, List<Effect> effects, Visitor visitor) {
    BitSet all = new BitSet();
    all.set(0, effects.size());
    unsynced.forEach(
        (inode, part) -> {
          for (int i = 1; i < part.sectors(); i++) {
            int tear = (part.firstSector() + i) * SECTOR_BYTES;
            visitor.state(moment, state(effects, all, inode, tear));
          }
        });
  }

  private List<Effect> effects() {
    List<Effect> effects = new ArrayList<>();
    for (History.Operation entry : pending) {
      effects.add(new EntryEffect(entry));
    }
    unsynced.forEach(
        (inode, part) -> {
          if (part.grew()) {
            effects.add(new SizeEffect(inode));
          }
          if (!sectors && part.sectors() > 0) {
            effects.add(new WrittenEffect(inode));
          }
          for (int i = 0; sectors && i < part.sectors(); i++) {
            effects.add(new SectorEffect(inode, part.firstSector() + i));
          }
        });
    return effects;
  }

  /** The disk with some effects, and perhaps one file torn. */
  private State state(List<Effect> effects, BitSet present, @Nullable Inode torn, int tear) {
    Map<Path, Inode> entries = new TreeMap<>(durable);
    Map<Inode, Extent> cut = new HashMap<>();
    Map<Inode, BitSet> missing = new HashMap<>();
    for (int i = 0; i < effects.size(); i++) {
      Effect effect = effects.get(i);
      if (effect instanceof EntryEffect entry && present.get(i)) {
        change(entries, entry.operation());
      } else if (effect instanceof SizeEffect size && !present.get(i)) {
        cut.put(size.inode(), cut(cut, size.inode()).cut(durable(size.inode()).size()));
      } else if (effect instanceof WrittenEffect written && !present.get(i)) {
        Extent at = cut(cut, written.inode());
        int end = Math.min(at.written(), durable(written.inode()).written());
        cut.put(written.inode(), new Extent(end, at.size()));
      } else if (effect instanceof SectorEffect sector && !present.get(i)) {
        missing.computeIfAbsent(sector.inode(), absent -> new BitSet()).set(sector.sector());
      }
    }
    if (torn != null) {
      Extent now = cut(cut, torn);
      int size = Math.max(durable(torn).size(), tear);
      cut.put(torn, new Extent(Math.min(now.written(), tear), Math.min(now.size(), size)));
    }
    Map<Path, State.Content> files = new TreeMap<>();
    entries.forEach(
        (path, inode) -> {
          Extent at = cut(cut, inode);
          int durableBytes = Math.min(at.written(), durable(inode).written());
          boolean whole = durableBytes == at.written();
          BitSet holes = whole ? new BitSet() : missing.getOrDefault(inode, new BitSet());
          // Where nothing is missing it does not matter how much of it was durable before.
          files.put(
              path,
              new State.Content(
                  inode.id,
                  at.written(),
                  at.size(),
                  holes.isEmpty() ? at.written() : durableBytes,
                  holes));
        });
    return new State(files);
  }

  private Extent cut(Map<Inode, Extent> cut, Inode inode) {
    return cut.getOrDefault(inode, extents.get(inode));
  }

  private Extent durable(Inode inode) {
    Unsynced part = unsynced.get(inode);
    return part == null ? extents.get(inode) : part.durable();
  }
}
