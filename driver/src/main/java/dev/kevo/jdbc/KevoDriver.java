package dev.kevo.jdbc;

import dev.kevo.jdbc.connect.ConnectionProperty;
import dev.kevo.jdbc.connect.ConnectionSettings;
import dev.kevo.jdbc.connect.KevoVersion;
import dev.kevo.jdbc.connect.Link;
import dev.kevo.jdbc.connect.Target;
import dev.kevo.jdbc.embedded.EmbeddedLink;
import dev.kevo.jdbc.remote.RemoteLink;
import dev.kevo.sql.types.SqlState;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC driver of {@code jdbc:kevo:/path/to/db}, {@code jdbc:kevo:mem:name} and {@code
 * jdbc:kevo://host:port/}. {@link DriverManager} finds it by itself.
 */
public final class KevoDriver implements Driver {
  static {
    try {
      DriverManager.registerDriver(new KevoDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Creates a driver; all are alike. */
  public KevoDriver() {}

  /** Connects, or returns null if the URL is another driver's. */
  @Override
  public @Nullable Connection connect(@Nullable String url, @Nullable Properties info)
      throws SQLException {
    if (url == null) {
      throw SqlState.CANNOT_CONNECT.exception("a URL is needed");
    }
    if (!acceptsURL(url)) {
      return null;
    }
    ConnectionSettings settings = ConnectionSettings.of(url, info);
    // What is loaded by name while a database opens must come from where the driver came from.
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(KevoDriver.class.getClassLoader());
    try {
      return open(settings);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Connection open(ConnectionSettings settings) throws SQLException {
    Link link =
        settings.target() instanceof Target.Server
            ? RemoteLink.open(settings)
            : EmbeddedLink.open(settings);
    try {
      return KevoConnection.open(link, settings);
    } catch (SQLException | RuntimeException e) {
      link.close();
      throw e;
    }
  }

  @Override
  public boolean acceptsURL(@Nullable String url) {
    return ConnectionSettings.accepts(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(@Nullable String url, @Nullable Properties info) {
    ConnectionSettings settings = null;
    try {
      settings = url == null ? null : ConnectionSettings.of(url, info);
    } catch (SQLException e) {
      // The user has not finished typing: describe everything.
    }
    List<DriverPropertyInfo> described = new ArrayList<>();
    for (ConnectionProperty property : ConnectionProperty.values()) {
      if (settings == null || property.fits(settings.target())) {
        described.add(describe(property, settings));
      }
    }
    return described.toArray(DriverPropertyInfo[]::new);
  }

  private static DriverPropertyInfo describe(
      ConnectionProperty property, @Nullable ConnectionSettings settings) {
    String value =
        settings == null || property.isSecret() ? property.defaultValue() : settings.text(property);
    DriverPropertyInfo described = new DriverPropertyInfo(property.key(), value);
    described.description = property.description();
    described.required = false;
    if (!property.choices().isEmpty()) {
      described.choices = property.choices().toArray(String[]::new);
    }
    return described;
  }

  @Override
  public int getMajorVersion() {
    return KevoVersion.major();
  }

  @Override
  public int getMinorVersion() {
    return KevoVersion.minor();
  }

  /** False: SQL-92 entry level is not complete, for want of GRANT and constraints. */
  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException(
        "the driver does not log", SqlState.NOT_SUPPORTED.code());
  }
}
