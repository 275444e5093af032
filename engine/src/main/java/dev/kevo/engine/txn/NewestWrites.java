package dev.kevo.engine.txn;

import java.util.Arrays;
import java.util.List;

/**
 * The place of the newest write of each key in a transaction's log of them: an open-addressing
 * table. For one thread.
 */
final class NewestWrites {
  private static final int SLOTS_MIN = 16;

  /** Upper half of the key's hash, then the place plus 1; 0 for a free slot. */
  private long[] slots = new long[SLOTS_MIN];

  private int keys;

  /**
   * The place of the newest write of a key, or -1.
   *
   * @param hash of keyspace and key
   */
  int find(long hash, int keyspaceId, byte[] key, List<PrivateWrites.Write> log) {
    return place(slots[slotOf(hash, keyspaceId, key, log)]);
  }

  /**
   * Notes the newest write of its key.
   *
   * @param hash of keyspace and key
   * @return whether the key had one before
   */
  boolean note(long hash, int place, List<PrivateWrites.Write> log) {
    PrivateWrites.Write write = log.get(place);
    int slot = slotOf(hash, write.keyspaceId(), write.key(), log);
    boolean known = slots[slot] != 0;
    slots[slot] = (upper(hash) << Integer.SIZE) | (place + 1);
    if (!known && ++keys > slots.length / 2) {
      grow(log);
    }
    return known;
  }

  void clear() {
    slots = new long[SLOTS_MIN];
    keys = 0;
  }

  /** The slot that has a key or would take it. */
  private int slotOf(long hash, int keyspaceId, byte[] key, List<PrivateWrites.Write> log) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != 0) {
      if (slots[slot] >>> Integer.SIZE == upper(hash)) {
        PrivateWrites.Write write = log.get(place(slots[slot]));
        if (write.keyspaceId() == keyspaceId && Arrays.equals(write.key(), key)) {
          break;
        }
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static long upper(long hash) {
    return hash >>> Integer.SIZE;
  }

  private static int place(long slot) {
    return (int) slot - 1;
  }

  private void grow(List<PrivateWrites.Write> log) {
    long[] old = slots;
    slots = new long[2 * old.length];
    int mask = slots.length - 1;
    for (long each : old) {
      if (each != 0) {
        PrivateWrites.Write write = log.get(place(each));
        int slot = (int) LockTable.hash(write.keyspaceId(), write.key()) & mask;
        while (slots[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        slots[slot] = each;
      }
    }
  }
}
