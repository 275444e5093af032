package dev.kevo.sql.vector;

import dev.kevo.sql.exec.WorkMemory;
import java.util.Arrays;
import java.util.List;

/**
 * Distinct keys, each with a number in the order in which they came: a hash table of open
 * addressing over stored columns. NULL is a key like others. Not thread-safe.
 */
final class KeyTable {
  private static final int FIRST = 64;

  private final StoredRows keys;

  /** By slot: the number of a key plus 1, or 0. */
  private int[] slots = new int[FIRST];

  /** By number. */
  private int[] hashes = new int[FIRST];

  KeyTable(List<VectorType> types, WorkMemory memory) {
    keys = new StoredRows(types, memory);
  }

  /** How many distinct keys there are. */
  int size() {
    return keys.size();
  }

  /** The keys by number. */
  StoredRows keys() {
    return keys;
  }

  /** The hash of a key. */
  static int hash(Vector[] key, int position) {
    int hash = 17;
    for (Vector column : key) {
      hash = 31 * hash + column.hash(position);
    }
    return Vector.mix(hash);
  }

  /** The number of a key, or -1 if it is not there. */
  int find(Vector[] key, int position) {
    int hash = hash(key, position);
    int mask = slots.length - 1;
    for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
      int number = slots[slot] - 1;
      if (number < 0 || (hashes[number] == hash && isKey(number, key, position))) {
        return number;
      }
    }
  }

  /** The number of a key, a new one if it is not there yet. */
  int findOrAdd(Vector[] key, int position) {
    int hash = hash(key, position);
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (true) {
      int number = slots[slot] - 1;
      if (number < 0) {
        return add(key, position, hash, slot);
      }
      if (hashes[number] == hash && isKey(number, key, position)) {
        return number;
      }
      slot = (slot + 1) & mask;
    }
  }

  private boolean isKey(int number, Vector[] key, int position) {
    for (int c = 0; c < key.length; c++) {
      if (!keys.column(c).same(number, key[c], position)) {
        return false;
      }
    }
    return true;
  }

  private int add(Vector[] key, int position, int hash, int slot) {
    int number = keys.size();
    keys.add(key, position);
    if (number == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * number);
    }
    hashes[number] = hash;
    slots[slot] = number + 1;
    if (2 * keys.size() > slots.length) {
      rehash();
    }
    return number;
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    int mask = slots.length - 1;
    for (int number = 0; number < keys.size(); number++) {
      int slot = hashes[number] & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number + 1;
    }
  }
}
