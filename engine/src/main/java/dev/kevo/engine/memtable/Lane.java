package dev.kevo.engine.memtable;

import dev.kevo.engine.key.KeyOrder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A node of one of a {@link SkipList}'s express lanes. The bounds of its children never change,
 * only the children are replaced in place; element 0 has no lower bound of its own.
 */
final class Lane extends Node {
  private static final VarHandle NODES = MethodHandles.arrayElementVarHandle(Node[].class);

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
