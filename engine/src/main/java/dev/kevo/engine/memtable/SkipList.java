package dev.kevo.engine.memtable;

import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.Slice;
import dev.kevo.engine.key.KeyOrder;
import dev.kevo.engine.key.Tag;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sorted list of entries (user key ascending, tag descending) with express lanes above it: one
 * writer at a time, any number of readers that never wait.
 *
 * <p>It is the deterministic, unrolled kind of skip list: the bottom lane is a linked list of
 * {@link Run}s of up to {@value #RUN_ENTRIES} entries, and each element of a {@link Lane} skips a
 * whole node of the lane below. Every node knows the bytes that all keys within its bounds share,
 * and keeps the eight bytes after them as a head per entry, so that a search rarely touches a key.
 *
 * <p>How readers stay safe: an entry is written to a free slot of its run and published by
 * replacing the run's {@code order}; a node that is full is replaced by copies, never changed. A
 * reader that still stands on the replaced node sees all that was in it at that moment, which
 * includes whatever was there when it began; entries added since are newer than its snapshot.
 */
final class SkipList {
  static final int RUN_ENTRIES = 32;
  private static final int FIRST_RUN_ENTRIES = 4;

  /** By number of entries: slots that are in order already, as keys that ascend fill them. */
  private static final byte[][] ASCENDING = new byte[RUN_ENTRIES + 1][];

  static {
    for (int entries = 0; entries <= RUN_ENTRIES; entries++) {
      ASCENDING[entries] = new byte[entries];
      for (int i = 0; i < entries; i++) {
        ASCENDING[entries][i] = (byte) i;
      }
    }
  }

  private static final int LANE_NODES = 64;
  private static final int LANES_MAX = 16;

  private static final VarHandle NODES = MethodHandles.arrayElementVarHandle(Node[].class);
  private static final VarHandle ORDER;

  static {
    try {
      ORDER = MethodHandles.lookup().findVarHandle(Run.class, "order", byte[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile Node root;

  /** The writer's. */
  private final EntryArena arena = new EntryArena();

  // The writer's way down: lanes from the root on, and the element taken in each.
  private final Lane[] path = new Lane[LANES_MAX];
  private final int[] pathElements = new int[LANES_MAX];

  SkipList() {
    root = new Run(FIRST_RUN_ENTRIES, 0);
  }

  /** A part of the list between two bounds that are fixed for its life. */
  abstract static sealed class Node {
    /** The bytes that all keys within the bounds share. */
    final int prefix;

    Node(int prefix) {
      this.prefix = prefix;
    }
  }

  /** A node of the bottom lane. Slots fill in the order of arrival, {@link #order} sorts them. */
  static final class Run extends Node {
    final long[] heads;
    final long[] tags;

    /** The arrays that the entries lie in, the value after the key; see {@link EntryArena}. */
    final byte[][] chunks;

    final int[] keyStarts;
    final int[] valueStarts;
    final int[] valueEnds;

    /** The slots in the order of their entries. Replaced as a whole, which publishes a slot. */
    volatile byte[] order = ASCENDING[0];

    volatile @Nullable Run next;

    /** The run before this one. The writer's own. */
    @Nullable Run previous;

    Run(int capacity, int prefix) {
      super(prefix);
      heads = new long[capacity];
      tags = new long[capacity];
      chunks = new byte[capacity][];
      keyStarts = new int[capacity];
      valueStarts = new int[capacity];
      valueEnds = new int[capacity];
    }

    /** Whether the entry in a slot is a version of a key. */
    boolean isKey(int slot, byte[] key) {
      return Arrays.equals(chunks[slot], keyStarts[slot], valueStarts[slot], key, 0, key.length);
    }

    /** A copy of a slot's key. */
    byte[] key(int slot) {
      return Arrays.copyOfRange(chunks[slot], keyStarts[slot], valueStarts[slot]);
    }

    void key(int slot, Slice key) {
      int start = keyStarts[slot];
      key.set(chunks[slot], start, valueStarts[slot] - start);
    }

    /** Whether a slot's key lies below another key. */
    boolean isBelow(int slot, Slice other) {
      int from = other.offset();
      return KeyOrder.compare(
              chunks[slot],
              keyStarts[slot],
              valueStarts[slot],
              other.array(),
              from,
              from + other.length())
          < 0;
    }

    /** Whether two slots hold versions of one key. */
    boolean hasSameKey(int a, int b) {
      return heads[a] == heads[b]
          && KeyOrder.equal(
              chunks[a], keyStarts[a], valueStarts[a], chunks[b], keyStarts[b], valueStarts[b]);
    }

    /** Adds a slot's entry to a batch. */
    void add(int slot, EntryBatch into) {
      int keyStart = keyStarts[slot];
      int valueStart = valueStarts[slot];
      into.add(chunks[slot], keyStart, valueStart - keyStart, valueEnds[slot] - valueStart);
    }

    void value(int slot, Slice value) {
      int start = valueStarts[slot];
      value.set(chunks[slot], start, valueEnds[slot] - start);
    }

    /**
     * Reads a byte of every entry, so that memory fetches them all at once and not one after the
     * other, as a scan would ask for them.
     */
    int touch(byte[] order) {
      int touched = 0;
      for (byte slot : order) {
        int last = valueStarts[slot] - 1;
        touched += last < 0 ? 0 : chunks[slot][last];
      }
      return touched;
    }

    /**
     * How many entries after the one at {@code index}, at most {@code max}, are each of another key
     * than the entry before, no delete, and of a sequence in bounds. Keys of equal heads are taken
     * for the same.
     */
    int plainAfter(byte[] order, int index, int max, long oldest, long newest) {
      int found = 0;
      while (found < max) {
        int slot = order[index + found + 1];
        if (heads[slot] == heads[order[index + found]]
            || !Tag.isValue(tags[slot], oldest, newest)) {
          break;
        }
        found++;
      }
      return found;
    }

    /** Compares the key in a slot. */
    int compareKey(int slot, byte[] key) {
      return KeyOrder.compare(chunks[slot], keyStarts[slot], valueStarts[slot], key, 0, key.length);
    }

    /** The first index of {@code order} whose entry is at or after (key, tag). */
    int lowerBound(byte[] order, byte[] key, int from, int to, long tag) {
      long head = KeyOrder.head(key, from + prefix, to);
      int low = 0;
      int high = order.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        int slot = order[middle];
        long other = heads[slot];
        if (other < head || (other == head && isBefore(slot, key, from, to, tag))) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    private boolean isBefore(int slot, byte[] key, int from, int to, long tag) {
      int keyFrom = keyStarts[slot] + prefix;
      int compared =
          KeyOrder.compare(chunks[slot], keyFrom, valueStarts[slot], key, from + prefix, to);
      return compared < 0 || (compared == 0 && tags[slot] > tag);
    }

    void insert(int index, byte[] key, long tag, int valueLength, EntryArena arena) {
      byte[] old = order;
      int slot = old.length;
      heads[slot] = KeyOrder.head(key, prefix, key.length);
      tags[slot] = tag;
      chunks[slot] = arena.chunk();
      int valueStart = arena.start() + key.length;
      keyStarts[slot] = arena.start();
      valueStarts[slot] = valueStart;
      valueEnds[slot] = valueStart + valueLength;
      ORDER.setRelease(this, orderWith(old, index));
    }

    /** The slots of {@code old} with the next one at {@code index}. */
    private static byte[] orderWith(byte[] old, int index) {
      int slot = old.length;
      if (index == slot && old == ASCENDING[slot]) {
        return ASCENDING[slot + 1];
      }
      byte[] changed = new byte[slot + 1];
      System.arraycopy(old, 0, changed, 0, index);
      changed[index] = (byte) slot;
      System.arraycopy(old, index, changed, index + 1, slot - index);
      return changed;
    }

    /** A run of the entries from {@code from} to {@code to} of this one. */
    Run copy(int from, int to, int capacity, int newPrefix) {
      Run copy = new Run(capacity, newPrefix);
      byte[] old = order;
      for (int i = from; i < to; i++) {
        int slot = old[i];
        int copied = i - from;
        byte[] chunk = chunks[slot];
        int keyStart = keyStarts[slot];
        int valueStart = valueStarts[slot];
        copy.heads[copied] = KeyOrder.head(chunk, keyStart + newPrefix, valueStart);
        copy.tags[copied] = tags[slot];
        copy.chunks[copied] = chunk;
        copy.keyStarts[copied] = keyStart;
        copy.valueStarts[copied] = valueStart;
        copy.valueEnds[copied] = valueEnds[slot];
      }
      copy.order = ASCENDING[to - from];
      return copy;
    }
  }

  /**
   * An express lane's node. The bounds of its children never change, only the children are replaced
   * in place; element 0 has no lower bound of its own.
   */
  static final class Lane extends Node {
    final long[] heads;
    final byte[][] keys;
    final long[] tags;
    final Node[] nodes;

    Lane(int size, int prefix) {
      super(prefix);
      heads = new long[size];
      keys = new byte[size][];
      tags = new long[size];
      nodes = new Node[size];
    }

    void set(int index, byte[] key, long tag, Node node) {
      heads[index] = KeyOrder.head(key, prefix, key.length);
      keys[index] = key;
      tags[index] = tag;
      nodes[index] = node;
    }

    Node node(int index) {
      return (Node) NODES.getAcquire(nodes, index);
    }

    void replace(int index, Node node) {
      NODES.setRelease(nodes, index, node);
    }

    /** The last element whose lower bound is at or before (key, tag). */
    int floor(byte[] key, int from, int to, long tag) {
      long head = KeyOrder.head(key, from + prefix, to);
      int low = 1;
      int high = heads.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        long other = heads[middle];
        if (other > head || (other == head && compare(key, from, to, tag, middle) < 0)) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low - 1;
    }

    /** The last element whose lower bound is before (key, tag). */
    int lower(byte[] key, int from, int to, long tag) {
      int index = floor(key, from, to, tag);
      return index > 0 && compare(key, from, to, tag, index) == 0 ? index - 1 : index;
    }

    /** Compares (key, tag) with an element's lower bound. */
    private int compare(byte[] key, int from, int to, long tag, int element) {
      byte[] bound = keys[element];
      int order = KeyOrder.compare(key, from + prefix, to, bound, prefix, bound.length);
      return order != 0 ? order : Long.compare(tags[element], tag);
    }

    /** This lane's elements from {@code from} to {@code to}, with one more before {@code at}. */
    Lane copyWith(int from, int to, int newPrefix, int at, byte[] key, long tag, Node node) {
      boolean inside = at >= from && at <= to;
      Lane copy = new Lane(to - from + (inside ? 1 : 0), newPrefix);
      int target = 0;
      for (int i = from; i < to; i++) {
        if (inside && i == at) {
          copy.set(target++, key, tag, node);
        }
        copy.set(target++, keys[i], tags[i], nodes[i]);
      }
      if (inside && at == to) {
        copy.set(target, key, tag, node);
      }
      return copy;
    }
  }

  private static final byte[] NO_KEY = new byte[0];

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
    } else if (order.length < RUN_ENTRIES) {
      Run grown = run.copy(0, order.length, Math.min(RUN_ENTRIES, order.length * 4), run.prefix);
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
    Run left = run.copy(0, middle, RUN_ENTRIES, sharedPrefix(low, bound));
    Run right = run.copy(middle, count, RUN_ENTRIES, sharedPrefix(bound, high));
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
