package dev.kevo.engine.txn;

import dev.kevo.engine.Interleavings;
import dev.kevo.engine.LockMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Locks of keys that threads take and release, without waiting, as one after the other would. */
class LockTableInterleavingsTest {
  private static final int OWNERS = 4;
  private static final int KEYS = 2;

  /** An owner per thread. */
  @Param(name = "owner", gen = ThreadIdGen.class)
  @Param(name = "key", gen = IntGen.class, conf = "0:1")
  @Param(name = "shared", gen = BooleanGen.class)
  public static final class Locks {
    private final LockTable table = new LockTable();
    private final List<LockOwner> owners =
        IntStream.range(0, OWNERS).mapToObj(LockOwner::new).toList();

    @Operation
    public String take(
        @Param(name = "owner") int owner,
        @Param(name = "key") int key,
        @Param(name = "shared") boolean shared) {
      LockMode mode = shared ? LockMode.SHARED : LockMode.EXCLUSIVE;
      return table
          .acquire(owners.get(owner), LockTable.hash(0, new byte[] {(byte) key}), mode, 0, () -> {})
          .name();
    }

    @Operation
    public void releaseLast(@Param(name = "owner") int owner) {
      LockOwner of = owners.get(owner);
      table.releaseFrom(of, Math.max(0, of.count() - 1));
    }
  }

  /** The same with a set of holders per key. */
  public static final class Specification {
    private final List<Set<Integer>> holders = List.of(new HashSet<>(), new HashSet<>());
    private final boolean[] exclusive = new boolean[KEYS];
    private final List<Deque<Integer>> taken =
        IntStream.range(0, OWNERS).<Deque<Integer>>mapToObj(i -> new ArrayDeque<>()).toList();

    public String take(int owner, int key, boolean shared) {
      Set<Integer> of = holders.get(key);
      if (of.contains(owner)) {
        if (!shared && of.size() > 1) {
          return "BLOCKED";
        }
        exclusive[key] |= !shared;
        return "HELD";
      }
      if (exclusive[key] || (!shared && !of.isEmpty())) {
        return "BLOCKED";
      }
      of.add(owner);
      exclusive[key] = !shared;
      taken.get(owner).push(key);
      return "TAKEN";
    }

    public void releaseLast(int owner) {
      if (!taken.get(owner).isEmpty()) {
        int key = taken.get(owner).pop();
        holders.get(key).remove(owner);
        exclusive[key] = false;
      }
    }
  }

  @Test
  void locksAreTakenAndReleasedInSomeOrder() {
    Interleavings.explore(Locks.class, Specification.class, 3);
    Interleavings.stress(Locks.class, Specification.class, 3);
  }

  @Test
  @Tag("slow")
  void locksAreTakenAndReleasedInSomeOrderInManyScenarios() {
    Interleavings.explore(Locks.class, Specification.class, 300);
    Interleavings.stress(Locks.class, Specification.class, 300);
  }
}
