package dev.kevo.engine.key;

/** What an entry says about its key. The codes are part of every file format. */
public enum EntryKind {
  /** The key has no value from this sequence on. */
  DELETE(0),
  /** The key has a value from this sequence on. */
  PUT(1),
  /** All keys of a range have no value from this sequence on. In the log only. */
  RANGE_DELETE(2),
  /** As {@link #PUT}, with a reference to the value in place of it. In tables only. */
  REFERENCE(3);

  private final int code;

  EntryKind(int code) {
    this.code = code;
  }

  /** Its byte on disk. */
  public int code() {
    return code;
  }
}
