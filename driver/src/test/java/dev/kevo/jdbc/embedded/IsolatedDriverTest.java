package dev.kevo.jdbc.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.jdbc.KevoDriver;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver in a class loader of its own, as tools and application servers load it. */
class IsolatedDriverTest {
  private static URLClassLoader loader() throws Exception {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
    URL[] urls = new URL[entries.length];
    for (int i = 0; i < entries.length; i++) {
      urls[i] = Path.of(entries[i]).toUri().toURL();
    }
    return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
  }

  private static Driver driver(ClassLoader loader) throws Exception {
    Class<?> type = Class.forName(KevoDriver.class.getName(), true, loader);
    assertNotSame(KevoDriver.class, type);
    return (Driver) type.getConstructor().newInstance();
  }

  @Test
  void queriesRunWhereTheThreadsClassLoaderKnowsNothingOfTheDriver() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = loader()) {
      thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
      try (Connection connection =
              driver(loader).connect("jdbc:kevo:mem:isolated", new Properties());
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(10))");
        statement.execute("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'a')");
        try (ResultSet result =
            statement.executeQuery(
                "SELECT name, COUNT(*), SUM(id) FROM t GROUP BY name ORDER BY name")) {
          assertTrue(result.next());
          assertEquals(2, result.getInt(2));
          assertEquals(4, result.getInt(3));
        }
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void aSecondClassLoaderIsRefusedTheDirectoryLikeAnotherProcess(@TempDir Path temp)
      throws Exception {
    String url = "jdbc:kevo:" + temp.resolve("db");
    try (URLClassLoader loader = loader()) {
      Driver other = driver(loader);
      try (Connection owner = DriverManager.getConnection(url)) {
        assertTrue(owner.isValid(0));
        SQLException error =
            assertThrows(SQLException.class, () -> other.connect(url, new Properties()));
        assertEquals("08001", error.getSQLState());
        assertTrue(
            error.getMessage().contains(Long.toString(ProcessHandle.current().pid())),
            error::getMessage);
      }
      other.connect(url, new Properties()).close();
    }
  }
}
