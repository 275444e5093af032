package dev.kevo.engine.io;

import java.util.Optional;

/**
 * The names of a database directory's files, and what a name says. Numbers are decimal, with zeros
 * before them up to six digits. Each is used once in a directory, whatever the kind of the file.
 */
public final class FileNames {
  /** Names the manifest in force. */
  public static final String CURRENT = "CURRENT";

  /** The next {@link #CURRENT}, until it is renamed. */
  public static final String CURRENT_TEMPORARY = "CURRENT.tmp";

  /** The file whose lock is the ownership of the directory. */
  public static final String LOCK = "LOCK";

  private static final String MANIFEST_PREFIX = "MANIFEST-";
  private static final String WAL_SUFFIX = ".wal";
  private static final String TABLE_SUFFIX = ".sst";
  private static final String VALUES_SUFFIX = ".val";
  private static final String RUN_SUFFIX = ".run";
  private static final int DIGITS_MIN = 6;
  private static final int NUMBER_DIGITS_MAX = 18;

  private FileNames() {}

  /** What a file holds. */
  public enum Kind {
    /** {@code 000007.wal}: a segment of the write-ahead log. */
    WAL,
    /** {@code 000008.sst}: an SSTable. */
    TABLE,
    /** {@code 000011.val}: large values, which tables refer to. */
    VALUES,
    /** {@code MANIFEST-000009}: a log of version edits. */
    MANIFEST,
    /**
     * {@code 000010.run}: records that did not fit memory; nothing refers to it after a restart.
     */
    RUN
  }

  /** A numbered file. Numbers are unique over all kinds and only grow. */
  public record Numbered(Kind kind, long number) {
    /** The file's name. */
    public String name() {
      return switch (kind) {
        case WAL -> wal(number);
        case TABLE -> table(number);
        case VALUES -> values(number);
        case MANIFEST -> manifest(number);
        case RUN -> run(number);
      };
    }
  }

  public static String wal(long number) {
    return digits(number) + WAL_SUFFIX;
  }

  public static String table(long number) {
    return digits(number) + TABLE_SUFFIX;
  }

  public static String values(long number) {
    return digits(number) + VALUES_SUFFIX;
  }

  public static String manifest(long number) {
    return MANIFEST_PREFIX + digits(number);
  }

  public static String run(long number) {
    return digits(number) + RUN_SUFFIX;
  }

  /** What the name of a numbered file says, or nothing for any other name. */
  public static Optional<Numbered> parse(String name) {
    if (name.startsWith(MANIFEST_PREFIX)) {
      return numbered(name, Kind.MANIFEST, name.substring(MANIFEST_PREFIX.length()));
    }
    if (name.endsWith(WAL_SUFFIX)) {
      return numbered(name, Kind.WAL, name.substring(0, name.length() - WAL_SUFFIX.length()));
    }
    if (name.endsWith(TABLE_SUFFIX)) {
      return numbered(name, Kind.TABLE, name.substring(0, name.length() - TABLE_SUFFIX.length()));
    }
    if (name.endsWith(VALUES_SUFFIX)) {
      return numbered(name, Kind.VALUES, name.substring(0, name.length() - VALUES_SUFFIX.length()));
    }
    if (name.endsWith(RUN_SUFFIX)) {
      return numbered(name, Kind.RUN, name.substring(0, name.length() - RUN_SUFFIX.length()));
    }
    return Optional.empty();
  }

  private static Optional<Numbered> numbered(String name, Kind kind, String digits) {
    if (digits.isEmpty() || digits.length() > NUMBER_DIGITS_MAX) {
      return Optional.empty();
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return Optional.empty();
      }
    }
    Numbered numbered = new Numbered(kind, Long.parseLong(digits));
    // A name that we would write differently (too few digits, say) is not ours.
    return numbered.name().equals(name) ? Optional.of(numbered) : Optional.empty();
  }

  /** Six digits or more. By hand, because the classes of a format take a while to load. */
  private static String digits(long number) {
    String digits = Long.toString(number);
    return digits.length() < DIGITS_MIN
        ? "0".repeat(DIGITS_MIN - digits.length()) + digits
        : digits;
  }
}
