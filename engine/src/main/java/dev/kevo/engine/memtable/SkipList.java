package dev.kevo.engine.memtable;

import dev.kevo.engine.key.KeyOrder;
import org.jspecify.annotations.Nullable;

/**
 * A sorted list of entries (user key ascending, tag descending) with express lanes above it: one
 * writer at a time, any number of readers that never wait.
 *
 * <p>It is the deterministic, unrolled kind of skip list: the bottom lane is a linked list of
 * {@link Run}s of up to {@value Run#ENTRIES_MAX} entries, and each element of a {@link Lane} skips
 * a whole node of the lane below. Every node knows the bytes that all keys within its bounds share,
 * and keeps the eight bytes after them as a head per entry, so that a search rarely touches a key.
 *
 * <p>How readers stay safe: an entry is written to a free slot of its run and published by
 * replacing the run's {@code order}; a node that is full is replaced by copies, never changed. A
 * reader that still stands on the replaced node sees all that was in it at that moment, which
 * includes whatever was there when it began; entries added since are newer than its snapshot.
 */
final class SkipList {
  private static final int FIRST_RUN_ENTRIES = 4;
  private static final int LANE_NODES = 64;
  private static final int LANES_MAX = 16;
  private static final byte[] NO_KEY = new byte[0];

  private volatile Node root;

  /** The writer's. */
  private final EntryArena arena = new EntryArena();

  // The writer's way down: lanes from the root on, and the element taken in each.
  private final Lane[] path = new Lane[LANES_MAX];
  private final int[] pathElements = new int[LANES_MAX];

  SkipList() {
    root = new Run(FIRST_RUN_ENTRIES, 0);
  }

  /** The run in which (key, tag) lies or would lie. */
  Run runAt(byte[] key, long tag) {
    Node node = root;
    while (node instanceof Lane lane) {
      node = lane.node(lane.floor(key, 0, key.length, tag));
    }
    return (Run) node;
  }

  /** The run of the last entry before (key, tag), if there is such an entry. */
  Run runBefore(byte[] key, int from, int to, long tag) {
    Node node = root;
    while (node instanceof Lane lane) {
      node = lane.node(lane.lower(key, from, to, tag));
    }
    return (Run) node;
  }

  Run firstRun() {
    Node node = root;
    while (node instanceof Lane lane) {
      node = lane.node(0);
    }
    return (Run) node;
  }

  Run lastRun() {
    Node node = root;
    while (node instanceof Lane lane) {
      node = lane.node(lane.nodes.length - 1);
    }
    return (Run) node;
  }

  /**
   * Adds an entry, copying the arrays.
   *
   * @return whether the next entry has the same key, as far as that is seen at once
   * @throws IllegalStateException if there is an entry with this key and tag
   */
  boolean insert(byte[] key, long tag, byte[] value) {
    int depth = 0;
    Node node = root;
    while (node instanceof Lane lane) {
      int element = lane.floor(key, 0, key.length, tag);
      path[depth] = lane;
      pathElements[depth++] = element;
      node = lane.node(element);
    }
    Run run = (Run) node;
    byte[] order = run.order;
    int index = run.lowerBound(order, key, 0, key.length, tag);
    boolean sameKey =
        index < order.length
            && run.heads[order[index]] == KeyOrder.head(key, run.prefix, key.length)
            && run.isKey(order[index], key);
    if (sameKey && run.tags[order[index]] == tag) {
      throw new IllegalStateException("an entry of the same key and sequence exists");
    }
    arena.add(key, value);
    if (order.length < run.heads.length) {
      run.insert(index, key, tag, value.length, arena);
    } else if (order.length < Run.ENTRIES_MAX) {
      Run grown =
          run.copy(0, order.length, Math.min(Run.ENTRIES_MAX, order.length * 4), run.prefix);
      grown.insert(index, key, tag, value.length, arena);
      replaceRun(run, grown, grown);
      replace(depth, grown);
    } else {
      split(run, index, depth, key, tag, value.length);
    }
    return sameKey;
  }

  /** Replaces a full run by two. At the list's end the left one stays full: keys often ascend. */
  private void split(Run run, int index, int depth, byte[] key, long tag, int valueLength) {
    byte[] order = run.order;
    int count = order.length;
    int middle = index == count && run.next == null ? count : count / 2;
    byte[] bound = middle == count ? key.clone() : run.key(order[middle]);
    long boundTag = middle == count ? tag : run.tags[order[middle]];
    byte @Nullable [] low = lowKey(depth);
    byte @Nullable [] high = highKey(depth);
    Run left = run.copy(0, middle, Run.ENTRIES_MAX, sharedPrefix(low, bound));
    Run right = run.copy(middle, count, Run.ENTRIES_MAX, sharedPrefix(bound, high));
    if (index < middle || (index == middle && middle < count)) {
      left.insert(index, key, tag, valueLength, arena);
    } else {
      right.insert(index - middle, key, tag, valueLength, arena);
    }
    left.next = right;
    right.previous = left;
    replaceRun(run, left, right);
    addNode(depth, left, bound, boundTag, right);
  }

  private static void replaceRun(Run run, Run first, Run last) {
    Run next = run.next;
    last.next = next;
    if (next != null) {
      next.previous = last;
    }
    Run previous = run.previous;
    first.previous = previous;
    if (previous != null) {
      previous.next = first;
    }
  }

  /** Puts {@code node} where the path's first {@code depth} elements lead to. */
  private void replace(int depth, Node node) {
    if (depth == 0) {
      root = node;
    } else {
      path[depth - 1].replace(pathElements[depth - 1], node);
    }
  }

  /** Replaces the node at the end of the path by {@code left} and {@code right}. */
  private void addNode(int depth, Node left, byte[] bound, long boundTag, Node right) {
    if (depth == 0) {
      Lane lane = new Lane(2, 0);
      lane.set(0, NO_KEY, 0, left);
      lane.set(1, bound, boundTag, right);
      root = lane;
      return;
    }
    Lane lane = path[depth - 1];
    int at = pathElements[depth - 1] + 1;
    int size = lane.nodes.length;
    if (size < LANE_NODES) {
      Lane grown = lane.copyWith(0, size, lane.prefix, at, bound, boundTag, right);
      grown.nodes[at - 1] = left;
      replace(depth - 1, grown);
      return;
    }
    byte @Nullable [] low = lowKey(depth - 1);
    byte @Nullable [] high = highKey(depth - 1);
    boolean atEnd = at == size && high == null;
    int middle = atEnd ? size - 1 : size / 2;
    byte[] middleKey = lane.keys[middle];
    long middleTag = lane.tags[middle];
    // An element that lands exactly between the halves goes to the left one.
    int leftAt = at <= middle ? at : -1;
    int rightAt = at > middle ? at : -1;
    Lane first =
        lane.copyWith(0, middle, sharedPrefix(low, middleKey), leftAt, bound, boundTag, right);
    Lane second =
        lane.copyWith(middle, size, sharedPrefix(middleKey, high), rightAt, bound, boundTag, right);
    if (at - 1 < middle) {
      first.nodes[at - 1] = left;
    } else {
      second.nodes[at - 1 - middle] = left;
    }
    addNode(depth - 1, first, middleKey, middleTag, second);
  }

  /** The lower bound of the node that the path's first {@code depth} elements lead to. */
  private byte @Nullable [] lowKey(int depth) {
    for (int i = depth - 1; i >= 0; i--) {
      if (pathElements[i] > 0) {
        return path[i].keys[pathElements[i]];
      }
    }
    return null;
  }

  /** The upper bound of that node. */
  private byte @Nullable [] highKey(int depth) {
    for (int i = depth - 1; i >= 0; i--) {
      if (pathElements[i] + 1 < path[i].keys.length) {
        return path[i].keys[pathElements[i] + 1];
      }
    }
    return null;
  }

  private static int sharedPrefix(byte @Nullable [] low, byte @Nullable [] high) {
    return low == null || high == null ? 0 : KeyOrder.commonPrefix(low, high);
  }
}
