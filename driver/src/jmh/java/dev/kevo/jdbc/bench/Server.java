package dev.kevo.jdbc.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A database server in a process of its own, reached over the loopback interface. */
final class Server implements AutoCloseable {
  private static final int WAIT_SECONDS = 60;

  private final String title;
  private final String url;
  private final Process process;

  private Server(String title, String url, Process process) {
    this.title = title;
    this.url = url;
    this.process = process;
  }

  static Server start(String name, Path directory) throws Exception {
    return switch (name) {
      case "kevo" -> kevo("Kevo", directory, "");
      case "kevo-http" -> kevo("Kevo over HTTP", directory, "?framing=http");
      case "h2" -> h2(directory);
      case "postgresql" -> postgresql(directory);
      default -> throw new IllegalArgumentException("no such server: " + name);
    };
  }

  private static Server kevo(String title, Path directory, String properties) throws Exception {
    List<String> command =
        java(
            "dev.kevo.server.KevoServer",
            "--data",
            directory.resolve(title.replace(' ', '-')).toString(),
            "--port",
            "0");
    return started(
        title,
        command,
        "127\\.0\\.0\\.1:(\\d+)",
        port -> "jdbc:kevo://127.0.0.1:" + port + "/" + properties);
  }

  private static Server h2(Path directory) throws Exception {
    List<String> command = java("org.h2.tools.Server", "-tcp", "-tcpPort", "0", "-ifNotExists");
    return started(
        "H2",
        command,
        "tcp://[^:]+:(\\d+)",
        port ->
            "jdbc:h2:tcp://127.0.0.1:"
                + port
                + "/"
                + directory.resolve("h2")
                + ";WRITE_DELAY=0;OPTIMIZE_REUSE_RESULTS=0;CACHE_SIZE="
                + Peer.CACHE_BYTES / 1024);
  }

  private static List<String> java(String main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx2g",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Starts a server that prints its port. */
  private static Server started(
      String title, List<String> command, String port, Function<String, String> url)
      throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher matcher = Pattern.compile(port).matcher(line);
      if (matcher.find()) {
        return new Server(title, url.apply(matcher.group(1)), process);
      }
    }
    throw new IOException(title + " does not start");
  }

  /** PostgreSQL's programs are on the path; as root they run as their own user. */
  private static Server postgresql(Path directory) throws Exception {
    Path data = directory.resolve("postgresql");
    boolean root = "root".equals(System.getProperty("user.name"));
    Files.createDirectory(data);
    if (root) {
      for (Path above = directory; above.getNameCount() > 1; above = above.getParent()) {
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      finish(List.of("chown", "postgres", data.toString()));
    }
    List<String> as = root ? List.of("runuser", "-u", "postgres", "--") : List.of();
    finish(join(as, "initdb", "-A", "trust", "-U", "bench", "-D", data.toString()));
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                join(
                    as,
                    "postgres",
                    "-D",
                    data.toString(),
                    "-p",
                    Integer.toString(port),
                    "-k",
                    data.toString(),
                    "-h",
                    "127.0.0.1",
                    "-c",
                    "shared_buffers=256MB"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Server server =
        new Server(
            "PostgreSQL", "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=bench", process);
    server.await();
    return server;
  }

  private static List<String> join(List<String> as, String... command) {
    List<String> joined = new ArrayList<>(as);
    joined.addAll(List.of(command));
    return joined;
  }

  private static void finish(List<String> command) throws Exception {
    int exit =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException(command.get(command.indexOf("--") + 1) + " ends with " + exit);
    }
  }

  private void await() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (true) {
      try (Connection connection = connect()) {
        return;
      } catch (SQLException e) {
        if (System.nanoTime() > end || !process.isAlive()) {
          throw e;
        }
        Thread.sleep(50);
      }
    }
  }

  String title() {
    return title;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
