package dev.kevo.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A server in a JVM of its own, started from this test's class path. */
final class ServerProcess implements AutoCloseable {
  /** On two processors the common pool has one thread, which the first process would keep. */
  private static final Executor OWN_THREAD = task -> new Thread(task, "server-errors").start();

  private static final Pattern UNSAFE_WARNING =
      Pattern.compile(
          "^WARNING: .*(sun\\.misc\\.Unsafe|maintainers of class com\\.google\\.protobuf)");

  private final Process process;
  private final BufferedReader output;
  private final CompletableFuture<String> errors;
  private String firstLine;

  private ServerProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.errors = CompletableFuture.supplyAsync(() -> readAll(process), OWN_THREAD);
  }

  private static String readAll(Process process) {
    try {
      return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Starts a process with these arguments, whatever comes of it. */
  static ServerProcess run(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(KevoServer.class.getName());
    command.addAll(List.of(args));
    return new ServerProcess(new ProcessBuilder(command).start());
  }

  /** Starts a server on a free port and waits until it accepts connections. */
  static ServerProcess serve(Path data) throws Exception {
    ServerProcess server = run("--data", data.toString(), "--port", "0");
    server.firstLine = server.output.readLine();
    if (server.firstLine == null) {
      throw new IOException("the server did not start: " + server.errors());
    }
    return server;
  }

  /** The line that says it accepts connections. */
  String firstLine() {
    return firstLine;
  }

  int port() {
    String address = firstLine.replaceFirst(".* listening on ", "").replaceFirst(",.*", "");
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  String url() {
    return "jdbc:kevo://127.0.0.1:" + port() + "/";
  }

  long pid() {
    return process.pid();
  }

  /** SIGTERM, and the exit status. */
  int stop() throws InterruptedException, IOException {
    // Not Process.destroy, which would also close the streams that the test still reads.
    process.toHandle().destroy();
    return exitStatus();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  int exitStatus() throws InterruptedException, IOException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IOException("the server does not end");
    }
    return process.exitValue();
  }

  /** What is left on standard output. */
  List<String> restOfOutput() throws IOException {
    return output.lines().toList();
  }

  /**
   * What it wrote on standard error, without what a JDK of version 24 or newer writes there when
   * the protocol buffers library is loaded (see decisions.md).
   */
  String errors() throws InterruptedException, ExecutionException, TimeoutException {
    return errors
        .get(60, TimeUnit.SECONDS)
        .lines()
        .filter(line -> !UNSAFE_WARNING.matcher(line).find())
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() throws Exception {
    kill();
    output.close();
  }
}
