package dev.kevo.jdbc.connect;

import dev.kevo.sql.types.SqlState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was asked for a connection: the target and the properties of URL and {@link
 * Properties} together, checked. Immutable. Its text never shows a password.
 */
public final class ConnectionSettings {
  private final Target target;
  private final Map<ConnectionProperty, String> values;

  private ConnectionSettings(Target target, Map<ConnectionProperty, String> values) {
    this.target = target;
    this.values = values;
  }

  /** Whether the URL is one of ours. */
  public static boolean accepts(@Nullable String url) {
    return KevoUrl.accepts(url);
  }

  /**
   * Reads a URL and properties.
   *
   * @throws SQLException 08001 that names the key, if one is unknown, doubled, in another case, of
   *     a value that it cannot have, or of no meaning for the target
   */
  public static ConnectionSettings of(String url, @Nullable Properties info) throws SQLException {
    KevoUrl parsed = KevoUrl.parse(url);
    Map<ConnectionProperty, String> values = new EnumMap<>(parsed.properties());
    if (info != null) {
      addAll(info, values);
    }
    for (ConnectionProperty property : values.keySet()) {
      if (!property.fits(parsed.target())) {
        throw refused(property, "has no meaning for " + parsed.target());
      }
    }
    return new ConnectionSettings(parsed.target(), values);
  }

  /** The settings of a database in a directory, whatever characters its name has. */
  public static ConnectionSettings of(Path directory) {
    return new ConnectionSettings(
        new Target.Directory(directory), new EnumMap<>(ConnectionProperty.class));
  }

  private static void addAll(Properties info, Map<ConnectionProperty, String> values)
      throws SQLException {
    for (Object key : info.keySet()) {
      if (!(key instanceof String name) || info.getProperty(name) == null) {
        KevoUrl.known(String.valueOf(key));
        throw SqlState.CANNOT_CONNECT.exception("connection property " + key + " must be text");
      }
    }
    for (String key : info.stringPropertyNames()) {
      ConnectionProperty property = KevoUrl.known(key);
      String value = info.getProperty(key, "");
      property.check(value);
      String before = values.put(property, value);
      if (before != null && !before.equals(value)) {
        throw refused(property, "is given twice");
      }
    }
  }

  private static SQLException refused(ConnectionProperty property, String why) {
    return SqlState.CANNOT_CONNECT.exception("connection property " + property.key() + " " + why);
  }

  /** Where to connect to. */
  public Target target() {
    return target;
  }

  /** Whether the property was given, be it with its default value. */
  public boolean isGiven(ConnectionProperty property) {
    return values.containsKey(property);
  }

  /** The property's value, or its default. */
  public String text(ConnectionProperty property) {
    String value = values.get(property);
    return value == null ? property.defaultValue() : value;
  }

  /** The value of a property that is true or false. */
  public boolean flag(ConnectionProperty property) {
    return Boolean.parseBoolean(text(property));
  }

  /** The value of a property that is a number. */
  public long number(ConnectionProperty property) {
    return Long.parseLong(text(property));
  }

  /** The value of a property that is a number, cut to what an int can hold. */
  public int intNumber(ConnectionProperty property) {
    return (int) Math.min(Integer.MAX_VALUE, number(property));
  }

  /** The URL without its properties. */
  public String url() {
    return KevoUrl.PREFIX + target;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(url());
    char separator = '?';
    for (Map.Entry<ConnectionProperty, String> entry : values.entrySet()) {
      if (!entry.getKey().isSecret()) {
        text.append(separator).append(entry.getKey().key()).append('=').append(entry.getValue());
        separator = '&';
      }
    }
    return text.toString();
  }
}
