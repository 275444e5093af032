package dev.kevo.engine.key;

/**
 * The sequence and kind of an entry in one long: {@code sequence << 7 | kind}, with the codes of
 * {@link EntryKind}: 0 a delete, 1 a put, 3 a put of a value that lies in a value file. A newer
 * entry has a greater tag, so among the versions of a key tags descend. Tags are positive, so that
 * signed comparison orders them.
 */
public final class Tag {
  /** The greatest sequence of a committed entry. */
  public static final long SEQUENCE_MAX = (1L << 55) - 1;

  /**
   * The first sequence of a transaction's private writes: they are newer than all that is
   * committed, and never stored.
   */
  public static final long PRIVATE_FIRST = 1L << 55;

  /** The greatest sequence of a private write. */
  public static final long PRIVATE_MAX = (1L << 56) - 1;

  /** Not below any tag: sorts before every version of its key. */
  public static final long FIRST = Long.MAX_VALUE;

  private static final int KIND_BITS = 7;
  private static final int KIND_MASK = (1 << KIND_BITS) - 1;
  private static final int PUT_CODE = EntryKind.PUT.code();
  private static final int REFERENCE_CODE = EntryKind.REFERENCE.code();

  private Tag() {}

  /** The tag of an entry. */
  public static long of(long sequence, EntryKind kind) {
    return sequence << KIND_BITS | kind.code();
  }

  /** Whether a tag is that of a value with a sequence from {@code oldest} to {@code newest}. */
  public static boolean isValue(long tag, long oldest, long newest) {
    long sequence = sequence(tag);
    return !isDelete(tag) && sequence >= oldest && sequence <= newest;
  }

  /** The tag to look for when entries up to {@code sequence} count, whatever their kind. */
  public static long upTo(long sequence) {
    return sequence << KIND_BITS | KIND_MASK;
  }

  public static long sequence(long tag) {
    return tag >>> KIND_BITS;
  }

  public static boolean isDelete(long tag) {
    return (tag & KIND_MASK) == 0;
  }

  /** Whether the entry has a reference for a value. */
  public static boolean isReference(long tag) {
    return (tag & KIND_MASK) == REFERENCE_CODE;
  }

  /** Whether the tag is one that {@link #of} gives for a committed entry of a key. */
  public static boolean isValid(long tag) {
    int code = (int) tag & KIND_MASK;
    boolean known = code <= PUT_CODE || code == REFERENCE_CODE;
    return tag >= 0 && known && sequence(tag) <= SEQUENCE_MAX;
  }
}
