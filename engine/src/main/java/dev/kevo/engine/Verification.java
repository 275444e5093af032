package dev.kevo.engine;

/**
 * What a verification has read and found to be right.
 *
 * @param files tables, segments of the log, the manifest and {@code CURRENT}
 * @param bytes the bytes of these files, all of them checked
 * @param entries versions of keys in tables, and changes in the log
 */
public record Verification(int files, long bytes, long entries) {
  /** Both. */
  public Verification plus(Verification other) {
    return new Verification(files + other.files, bytes + other.bytes, entries + other.entries);
  }
}
