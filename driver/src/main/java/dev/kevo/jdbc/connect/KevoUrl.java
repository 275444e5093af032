package dev.kevo.jdbc.connect;

import dev.kevo.sql.types.SqlState;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of URLs.
 *
 * <pre>
 *   url        = "jdbc:kevo:" target [ "?" pair *( "&amp;" pair ) | ";" pair *( ";" pair ) ]
 *   target     = directory | "mem:" name | "//" host [ ":" port ] [ "/" ]
 *   pair       = key "=" value
 * </pre>
 *
 * <p>The directory or name ends at the first {@code ?} or {@code ;}. In values, {@code %XX} stands
 * for a byte of UTF-8, so that a value can contain the separators.
 *
 * @param target what it points to
 * @param properties the pairs, checked
 */
record KevoUrl(Target target, Map<ConnectionProperty, String> properties) {
  static final String PREFIX = "jdbc:kevo:";
  private static final String MEMORY = "mem:";
  private static final int PORT_MAX = 65_535;

  /** Whether the driver is meant at all. */
  static boolean accepts(@Nullable String url) {
    return url != null && url.startsWith(PREFIX);
  }

  /** Takes a URL apart; 08001 if it is none. */
  static KevoUrl parse(String url) throws SQLException {
    if (!accepts(url)) {
      throw refused("a URL must begin with " + PREFIX);
    }
    if (url.indexOf('\0') >= 0) {
      throw refused("a URL must not contain NUL characters");
    }
    int end = PREFIX.length();
    while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != ';') {
      end++;
    }
    Target target = target(url.substring(PREFIX.length(), end));
    Map<ConnectionProperty, String> properties = new EnumMap<>(ConnectionProperty.class);
    if (end < url.length() - 1) {
      char separator = url.charAt(end) == '?' ? '&' : ';';
      readPairs(url.substring(end + 1), separator, properties);
    }
    return new KevoUrl(target, properties);
  }

  private static void readPairs(
      String text, char separator, Map<ConnectionProperty, String> properties) throws SQLException {
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf(separator, start);
      end = end < 0 ? text.length() : end;
      String pair = text.substring(start, end);
      start = end + 1;
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw refused("a URL's properties are written key=value");
      }
      ConnectionProperty property = known(pair.substring(0, equals));
      String value = decode(property, pair.substring(equals + 1));
      property.check(value);
      if (properties.put(property, value) != null) {
        throw refused("connection property " + property.key() + " is given twice");
      }
    }
  }

  /** The property of that key; 08001 with the key if there is none. */
  static ConnectionProperty known(String key) throws SQLException {
    ConnectionProperty property = ConnectionProperty.of(key);
    if (property != null) {
      return property;
    }
    ConnectionProperty similar = ConnectionProperty.resembling(key);
    String hint = similar == null ? "" : "; it is written " + similar.key();
    throw refused("unknown connection property " + printable(key) + hint);
  }

  private static String decode(ConnectionProperty property, String value) throws SQLException {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '&' || c == ';' || c == '?') {
        throw refused(
            "the value of connection property "
                + property.key()
                + " must write "
                + c
                + " as %"
                + Integer.toHexString(c));
      }
    }
    try {
      return value.indexOf('%') < 0
          ? value
          : URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw SqlState.CANNOT_CONNECT.exception(
          "the value of connection property " + property.key() + " has a % without two hex digits",
          null);
    }
  }

  private static Target target(String text) throws SQLException {
    if (text.startsWith("//")) {
      return server(text.substring(2));
    }
    if (text.startsWith(MEMORY)) {
      String name = text.substring(MEMORY.length());
      if (name.isBlank()) {
        throw refused("a database in memory needs a name: " + PREFIX + MEMORY + "name");
      }
      return new Target.Memory(name);
    }
    if (text.isBlank()) {
      throw refused("a URL needs a directory: " + PREFIX + "/path/to/db");
    }
    try {
      return new Target.Directory(Path.of(text));
    } catch (InvalidPathException e) {
      throw SqlState.CANNOT_CONNECT.exception(
          "the URL's directory is no path: " + e.getReason(), e);
    }
  }

  private static Target server(String text) throws SQLException {
    String authority = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    int hostEnd = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
    hostEnd = hostEnd < 0 ? authority.length() : hostEnd;
    String host = authority.substring(0, hostEnd);
    String rest = authority.substring(hostEnd);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty() || !host.chars().allMatch(KevoUrl::isHostCharacter)) {
      throw refused("a server's URL is written " + PREFIX + "//host:port/");
    }
    return new Target.Server(host, port(rest));
  }

  private static int port(String text) throws SQLException {
    if (text.isEmpty()) {
      return Target.Server.DEFAULT_PORT;
    }
    if (text.matches(":[0-9]{1,5}")) {
      int port = Integer.parseInt(text.substring(1));
      if (port > 0 && port <= PORT_MAX) {
        return port;
      }
    }
    throw refused("a URL's port is a number from 1 to " + PORT_MAX);
  }

  private static boolean isHostCharacter(int c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '.'
        || c == '-'
        || c == '_'
        || c == ':';
  }

  private static String printable(String key) {
    String shown = key.length() <= 64 ? key : key.substring(0, 64) + "...";
    return shown.replaceAll("\\p{Cntrl}", "?");
  }

  private static SQLException refused(String message) {
    return SqlState.CANNOT_CONNECT.exception(message);
  }
}
