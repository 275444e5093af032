package dev.kevo.engine.memtable;

/**
 * The bytes of entries, each one's key and then its value, in few large arrays, so that the garbage
 * collector has nothing to do for each entry. What was added never changes. Filled by one thread.
 */
final class EntryArena {
  private static final int FIRST_CHUNK_BYTES = 512;
  private static final int CHUNK_BYTES_MAX = 128 << 10;

  /** Larger entries get an array of their own, so that chunks are left nearly full. */
  private static final int SHARING_BYTES_MAX = CHUNK_BYTES_MAX / 8;

  private byte[] open = new byte[0];
  private int openAt;

  private byte[] chunk = open;
  private int start;

  /** Adds an entry, which then begins at {@link #start} of {@link #chunk}. */
  void add(byte[] key, byte[] value) {
    int length = Math.addExact(key.length, value.length);
    if (length > SHARING_BYTES_MAX) {
      chunk = new byte[length];
      start = 0;
    } else {
      if (length > open.length - openAt) {
        int larger = Math.min(CHUNK_BYTES_MAX, Math.max(FIRST_CHUNK_BYTES, 2 * open.length));
        open = new byte[Math.max(length, larger)];
        openAt = 0;
      }
      chunk = open;
      start = openAt;
      openAt += length;
    }
    System.arraycopy(key, 0, chunk, start, key.length);
    System.arraycopy(value, 0, chunk, start + key.length, value.length);
  }

  /** The array that the last entry was added to. */
  byte[] chunk() {
    return chunk;
  }

  /** Where the last entry begins. */
  int start() {
    return start;
  }
}
