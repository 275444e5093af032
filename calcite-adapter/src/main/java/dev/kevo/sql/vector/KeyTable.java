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
  private static final int FIRST_HASH = 17;

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
    int hash = FIRST_HASH;
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
    return findOrAdd(key, position, hash(key, position));
  }

  /**
   * Numbers the keys of a batch's rows, new ones too.
   *
   * @param numbers gets the number of each selected row
   */
  void findOrAddAll(Vector[] key, Batch batch, int[] numbers) {
    int[] selected = batch.selected();
    int count = batch.count();
    Arrays.fill(numbers, 0, count, FIRST_HASH);
    for (Vector column : key) {
      column.hashAll(selected, count, numbers);
    }
    boolean longs = key.length == 1 && key[0] instanceof LongVector && key[0].nulls() == null;
    for (int k = 0; k < count; k++) {
      int hash = Vector.mix(numbers[k]);
      int known = longs ? findLong((LongVector) key[0], selected[k], hash) : -1;
      numbers[k] = known >= 0 ? known : findOrAdd(key, selected[k], hash);
    }
  }

  /** The number of a key that is one number, or -1 if it is not where it is looked for first. */
  private int findLong(LongVector key, int position, int hash) {
    int number = slots[hash & (slots.length - 1)] - 1;
    return number >= 0
            && hashes[number] == hash
            && keys.column(0).sameValue(number, key, position)
            && !keys.column(0).isNull(number)
        ? number
        : -1;
  }

  private int findOrAdd(Vector[] key, int position, int hash) {
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
