package dev.kevo.engine.wal;

/** The two files that are logs of records. */
public enum LogKind {
  /** A segment of the write-ahead log. */
  WAL(0x315F4C41574F564BL, "write-ahead log segment"), // "KVOWAL_1"
  /** A log of version edits. */
  MANIFEST(0x315F4E414D4F564BL, "manifest"); // "KVOMAN_1"

  private final long magic;
  private final String noun;

  LogKind(long magic, String noun) {
    this.magic = magic;
    this.noun = noun;
  }

  long magic() {
    return magic;
  }

  String noun() {
    return noun;
  }
}
