package dev.kevo.sql.row;

import dev.kevo.engine.EntryBatch;

/**
 * Where the rows of a batch of entries have their columns: found once for all columns that are read
 * of it. Not thread-safe.
 */
public final class RowPlaces {
  /** Head, version and number of slots, if the latter two are one byte each. */
  static final int SHORT_HEAD_BYTES = 3;

  private final int slots;
  private final int endsAfter;
  private EntryBatch rows = new EntryBatch(1);

  /** By entry: where the ends of its slots lie; -1 if it has no short head or long ends. */
  private int[] endsAt = new int[0];

  private boolean found;

  RowPlaces(RowCodec codec) {
    this.slots = codec.slotCount();
    this.endsAfter = SHORT_HEAD_BYTES + (slots + 7) / 8;
  }

  /** Moves to other entries, or to the same batch after it has changed. */
  public void set(EntryBatch moved) {
    rows = moved;
    found = false;
  }

  private int endsAt(byte[] array, int at, int length) {
    int header = endsAfter + slots;
    boolean usual =
        slots > 0
            && length >= header
            && array[at] == 0
            && array[at + 1] >= 0
            && array[at + 2] == slots
            && header + (array[at + header - 1] & 0xFF) <= length;
    return usual ? at + endsAfter : -1;
  }

  EntryBatch rows() {
    return rows;
  }

  /** Looked for when the first column is read that is not part of the key. */
  int[] endsAt() {
    if (!found) {
      found = true;
      EntryBatch moved = rows;
      int count = moved.count();
      if (endsAt.length < count) {
        endsAt = new int[count];
      }
      for (int i = 0; i < count; i++) {
        endsAt[i] = endsAt(moved.valueArray(i), moved.valueOffset(i), moved.valueLength(i));
      }
    }
    return endsAt;
  }
}
