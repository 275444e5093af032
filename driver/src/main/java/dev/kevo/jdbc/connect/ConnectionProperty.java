package dev.kevo.jdbc.connect;

import dev.kevo.engine.Durability;
import dev.kevo.engine.Options;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every property that a URL or a {@link java.util.Properties} may carry. The list is closed: any
 * other key is refused, and so is one in another case. No property names a class, a script or a
 * file to be read.
 */
public enum ConnectionProperty {
  CREATE(
      "create",
      Kind.FLAG,
      Where.EMBEDDED,
      "true",
      "Whether a database is created where there is none."),
  DURABILITY(
      "durability",
      Kind.CHOICE,
      Where.EMBEDDED,
      lower(Options.DEFAULT.durability()),
      "When the log is synced: immediate (before a commit returns), batch (every syncBatchBytes),"
          + " none (by the operating system).",
      Arrays.stream(Durability.values()).map(ConnectionProperty::lower).toArray(String[]::new)),
  SYNC_BATCH_BYTES(
      "syncBatchBytes",
      Kind.NUMBER,
      Where.EMBEDDED,
      Long.toString(Options.DEFAULT.syncBatchBytes()),
      "Bytes of log between two syncs when durability is batch."),
  MEM_TABLE_BYTES_MAX(
      "memTableBytesMax",
      Kind.NUMBER,
      Where.EMBEDDED,
      Long.toString(Options.DEFAULT.memTableBytesMax()),
      "Bytes of changes kept in memory before they are written to a table file."),
  BLOCK_CACHE_BYTES(
      "blockCacheBytes",
      Kind.NUMBER,
      Where.EMBEDDED,
      Long.toString(Options.DEFAULT.blockCacheBytes()),
      "Bytes of table file blocks kept in memory."),
  CLOSE_WITH_LAST_CONNECTION(
      "closeWithLastConnection",
      Kind.FLAG,
      Where.EMBEDDED,
      "true",
      "Whether the database is closed with its last connection; if not, the application closes it"
          + " with KevoDatabases.close."),
  PARALLEL_SCANS(
      "parallelScans",
      Kind.FLAG,
      Where.EMBEDDED,
      "true",
      "Whether several threads may read a large table while cores are free."),
  SCHEMA("schema", Kind.TEXT, Where.BOTH, "PUBLIC", "The schema of names that name none."),
  READ_ONLY(
      "readOnly", Kind.FLAG, Where.BOTH, "false", "Whether the connection refuses to change data."),
  FETCH_SIZE(
      "fetchSize",
      Kind.NUMBER,
      Where.BOTH,
      "0",
      "Rows asked for at a time, where a statement does not say; 0 lets the driver choose."),
  QUERY_TIMEOUT_SECONDS(
      "queryTimeoutSeconds",
      Kind.NUMBER,
      Where.BOTH,
      "0",
      "Seconds after which a statement is stopped, where it does not say itself; 0 for never."),
  USER("user", Kind.TEXT, Where.BOTH, "", "Who connects; a database inside the JVM asks nobody."),
  PASSWORD(
      "password",
      Kind.SECRET,
      Where.BOTH,
      "",
      "The user's password; a database inside the JVM asks nobody."),
  CONNECT_TIMEOUT_MILLIS(
      "connectTimeoutMillis",
      Kind.NUMBER,
      Where.REMOTE,
      "10000",
      "Milliseconds to wait for the server to accept a connection; 0 for ever."),
  SOCKET_TIMEOUT_MILLIS(
      "socketTimeoutMillis",
      Kind.NUMBER,
      Where.REMOTE,
      "0",
      "Milliseconds to wait for an answer of the server; 0 for ever."),
  FRAMING(
      "framing",
      Kind.CHOICE,
      Where.REMOTE,
      "kevo",
      "How requests travel: kevo (each after its length), http (for what stands between and"
          + " understands HTTP only).",
      "kevo",
      "http");

  /** What a value looks like. */
  enum Kind {
    FLAG,
    NUMBER,
    CHOICE,
    TEXT,
    SECRET
  }

  /** Which URLs may carry the property. */
  enum Where {
    EMBEDDED,
    REMOTE,
    BOTH
  }

  private final String key;
  private final Kind kind;
  private final Where where;
  private final String defaultValue;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // it comes from List.of
  private final List<String> choices;

  ConnectionProperty(
      String key,
      Kind kind,
      Where where,
      String defaultValue,
      String description,
      String... choices) {
    this.key = key;
    this.kind = kind;
    this.where = where;
    this.defaultValue = defaultValue;
    this.description = description;
    this.choices = kind == Kind.FLAG ? List.of("true", "false") : List.of(choices);
  }

  /** The key, exactly as it must be written. */
  public String key() {
    return key;
  }

  /** The value where none is given. */
  public String defaultValue() {
    return defaultValue;
  }

  /** One sentence for the user. */
  public String description() {
    return description;
  }

  /** The values it may have; empty if they are not a short list. */
  public List<String> choices() {
    return choices;
  }

  /** Whether its value must never be shown. */
  public boolean isSecret() {
    return kind == Kind.SECRET;
  }

  /** Whether a URL to that target may carry it. */
  public boolean fits(Target target) {
    return where == Where.BOTH || (where == Where.REMOTE) == (target instanceof Target.Server);
  }

  /** The property with that key, or null; another case is another key. */
  static @Nullable ConnectionProperty of(String key) {
    for (ConnectionProperty property : values()) {
      if (property.key.equals(key)) {
        return property;
      }
    }
    return null;
  }

  /** The property whose key differs from that one in case only, or null. */
  static @Nullable ConnectionProperty resembling(String key) {
    for (ConnectionProperty property : values()) {
      if (property.key.equalsIgnoreCase(key)) {
        return property;
      }
    }
    return null;
  }

  /** Refuses a value that the property cannot have. */
  void check(String value) throws SQLException {
    if (value.indexOf('\0') >= 0) {
      throw refused("must not contain NUL characters");
    }
    switch (kind) {
      case FLAG, CHOICE -> {
        if (!choices.contains(value)) {
          throw refused("must be one of " + String.join(", ", choices));
        }
      }
      case NUMBER -> {
        if (value.isEmpty() || value.length() > 18 || !value.chars().allMatch(this::isDigit)) {
          throw refused("must be a whole number");
        }
      }
      case TEXT, SECRET -> {}
    }
  }

  private boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  private SQLException refused(String why) {
    return SqlState.CANNOT_CONNECT.exception("connection property " + key + " " + why);
  }

  private static String lower(Durability durability) {
    return durability.name().toLowerCase(Locale.ROOT);
  }
}
