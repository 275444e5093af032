package dev.kevo.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Kevo server as a process of its own, on a free port; closing ends it as SIGTERM does. */
final class ServerProcess implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile(":(\\d+)\\b");
  private static final int STOP_SECONDS_MAX = 30;

  private final Process process;
  private final int port;

  private ServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a server on a directory and waits until it accepts connections. */
  static ServerProcess start(Path data) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.kevo.server.KevoServer",
                "--data",
                data.toString(),
                "--port",
                "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    // Its one line says where it listens; the end of its output, that it failed.
    String line = output.readLine();
    Matcher port = PORT.matcher(line == null ? "" : line);
    if (!port.find()) {
      process.destroy();
      throw new IOException("the server did not start: " + line);
    }
    return new ServerProcess(process, Integer.parseInt(port.group(1)));
  }

  long pid() {
    return process.pid();
  }

  String url() {
    return "jdbc:kevo://127.0.0.1:" + port + "/";
  }

  /** Ends the server and waits until it has closed its database. */
  @Override
  public void close() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("the server did not end within " + STOP_SECONDS_MAX + " s");
    }
  }
}
