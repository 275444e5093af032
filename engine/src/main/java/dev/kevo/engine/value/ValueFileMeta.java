package dev.kevo.engine.value;

/**
 * What the manifest knows of a value file.
 *
 * @param fileNumber the number in its file name
 * @param bytes the file's size
 * @param values how many values it was written with
 */
public record ValueFileMeta(long fileNumber, long bytes, long values) {
  /** The format version of files that are written now, and the newest that can be read. */
  public static final int FORMAT_VERSION = ValueFormat.VERSION;

  /** The bytes of all records. */
  public long valueBytes() {
    return bytes - ValueFormat.FOOTER_BYTES;
  }
}
