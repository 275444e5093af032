package dev.kevo.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The finished all-in-one jar, as a user runs it. */
@Timeout(180)
class AllJarIT {
  private static final Path JAR = Path.of(System.getProperty("kevo.allJar", "not packaged"));

  private static final Pattern UNSAFE_WARNING =
      Pattern.compile(
          "^WARNING: .*(sun\\.misc\\.Unsafe|maintainers of class com\\.google\\.protobuf)");

  @TempDir Path directory;

  @BeforeAll
  static void requireTheJar() {
    assumeTrue(Files.exists(JAR), "runs after the jar is packaged");
  }

  /** On two processors the common pool has one thread, and two streams are read at once. */
  private static final Executor OWN_THREAD = task -> new Thread(task, "output").start();

  private record Outcome(int status, String out, String err) {}

  private static Process start(List<String> jvmOptions, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-jar");
    command.add(JAR.toString());
    command.addAll(List.of(args));
    return new ProcessBuilder(command).start();
  }

  private static Outcome run(String input, String... args) throws Exception {
    return finish(start(List.of("-Xmx512m"), args), input);
  }

  private static Outcome finish(Process process, String input) throws Exception {
    CompletableFuture<byte[]> err =
        CompletableFuture.supplyAsync(() -> readAll(process.getErrorStream()), OWN_THREAD);
    CompletableFuture<byte[]> out =
        CompletableFuture.supplyAsync(() -> readAll(process.getInputStream()), OWN_THREAD);
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    return new Outcome(
        process.exitValue(),
        new String(out.get(), StandardCharsets.UTF_8),
        new String(err.get(), StandardCharsets.UTF_8));
  }

  /**
   * Drops what a JDK of version 24 or newer writes when the protocol buffers library is loaded (see
   * decisions.md).
   */
  private static String withoutUnsafeWarning(String errors) {
    return errors
        .lines()
        .filter(line -> !UNSAFE_WARNING.matcher(line).find())
        .collect(Collectors.joining("\n"));
  }

  private static byte[] readAll(java.io.InputStream stream) {
    try {
      return stream.readAllBytes();
    } catch (IOException e) {
      return e.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  @Test
  void statementsRunAndPrintNothingElse() throws Exception {
    String sql =
        "CREATE TABLE T (ID INTEGER PRIMARY KEY, NAME VARCHAR(20));"
            + "INSERT INTO T VALUES (1, 'one; 1'), (10, NULL); SELECT * FROM T ORDER BY ID";
    Outcome first = run("", "-e", sql, directory.resolve("db").toString());
    assertEquals("", first.err());
    assertEquals(0, first.status());
    assertEquals(
        """
        0 rows changed
        2 rows changed
        ID | NAME
        ---+-------
         1 | one; 1
        10 | NULL
        (2 rows)
        """,
        first.out());
    String url = "jdbc:kevo:" + directory.resolve("db");
    Outcome csv = run("", "--format", "csv", "-e", "SELECT * FROM T ORDER BY ID", url);
    assertEquals(new Outcome(0, "ID,NAME\n1,one; 1\n10,\n", ""), csv);
  }

  @Test
  void aFailureEndsTheScriptAndTheStatusTells() throws Exception {
    Path script = directory.resolve("script.sql");
    Files.writeString(script, "VALUES (1);\nSELEC 2;\nVALUES (3);\n");
    Outcome outcome =
        run("", "--format", "csv", "-f", script.toString(), directory.resolve("db").toString());
    assertEquals(1, outcome.status());
    assertTrue(outcome.out().endsWith("\n1\n"), outcome.out());
    assertTrue(outcome.err().contains("statement 2"), outcome.err());
    assertTrue(outcome.err().contains("SQLSTATE 42601"), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertEquals(2, run("", "-x").status());
    assertEquals(0, run("", "--help").status());
  }

  @Test
  void theShellIsSqlline() throws Exception {
    Outcome outcome =
        run(
            "CREATE TABLE SHOWN (ID INTEGER PRIMARY KEY);\n!tables\nVALUES (40 + 2);\n!quit\n",
            directory.resolve("db").toString());
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(outcome.out().contains("SHOWN"), outcome.out() + outcome.err());
    assertTrue(outcome.out().contains("42"), outcome.out());
    assertFalse(outcome.err().contains("Exception"), outcome.err());
    assertFalse(outcome.err().contains("WARNING"), outcome.err());
  }

  @Test
  void theServerStartsFromTheJar() throws Exception {
    Process server =
        start(List.of("-Xmx512m"), "server", "--data", directory.toString(), "--port", "0");
    try {
      String line = server.inputReader(StandardCharsets.UTF_8).readLine();
      assertTrue(String.valueOf(line).startsWith("Kevo "), line);
      String port = line.replaceFirst(".*:(\\d+), data in .*", "$1");
      String url = "jdbc:kevo://localhost:" + port + "/";
      Outcome outcome = run("", "-e", "VALUES (41 + 1)", "--format", "csv", url);
      assertEquals("", withoutUnsafeWarning(outcome.err()));
      assertTrue(outcome.out().endsWith("\n42\n"), outcome.out());
      server.toHandle().destroy();
      assertTrue(server.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, server.exitValue());
      String errors = new String(readAll(server.getErrorStream()), StandardCharsets.UTF_8);
      assertEquals("", withoutUnsafeWarning(errors));
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void aToolLoadsItByItselfAndFindsOneDriver() throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      List<Driver> drivers = new ArrayList<>();
      ServiceLoader.load(Driver.class, loader).forEach(drivers::add);
      assertEquals(
          List.of("dev.kevo.jdbc.KevoDriver"),
          drivers.stream().map(driver -> driver.getClass().getName()).toList());
      Properties none = new Properties();
      try (Connection connection = drivers.get(0).connect("jdbc:kevo:mem:tool", none);
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("VALUES (1)")) {
        assertTrue(rows.next());
        assertEquals(1, rows.getInt(1));
      }
    }
  }

  @Test
  void everyLibraryInsideIsNamedWithItsLicence() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      String named;
      try (var in = jar.getInputStream(jar.getEntry("META-INF/THIRD-PARTY.txt"))) {
        named = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      List<String> missing =
          jar.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.matches("META-INF/maven/[^/]+/[^/]+/pom.properties"))
              .map(name -> name.split("/"))
              .map(parts -> parts[2] + ":" + parts[3])
              .filter(coordinates -> !coordinates.startsWith("dev.kevo:"))
              .filter(coordinates -> !named.contains(coordinates))
              .toList();
      assertEquals(List.of(), missing);
      assertTrue(
          jar.stream().noneMatch(entry -> entry.getName().matches("META-INF/.*\\.(SF|RSA)")));
      assertTrue(jar.getEntry("META-INF/LICENSE") != null);
      assertTrue(jar.getEntry("META-INF/NOTICE") != null);
    }
  }
}
