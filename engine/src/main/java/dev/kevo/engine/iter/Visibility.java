package dev.kevo.engine.iter;

import dev.kevo.engine.key.Tag;

/**
 * Which entries a reader sees: the committed ones up to a sequence, and a transaction's private
 * ones up to another.
 *
 * @param sequence the newest committed sequence that counts
 * @param privateSequence the newest private sequence ({@link Tag#PRIVATE_FIRST} and up) that
 *     counts, or -1 for none
 */
public record Visibility(long sequence, long privateSequence) {
  /** Sees what is committed up to {@code sequence}. */
  public static Visibility committed(long sequence) {
    return new Visibility(sequence, -1);
  }

  boolean sees(long entrySequence) {
    return entrySequence <= sequence
        || (entrySequence >= Tag.PRIVATE_FIRST && entrySequence <= privateSequence);
  }

  /** Where to seek: no visible entry is newer. */
  long newest() {
    return Math.max(sequence, privateSequence);
  }
}
