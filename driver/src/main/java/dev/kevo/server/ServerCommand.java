package dev.kevo.server;

import dev.kevo.engine.KevoException;
import dev.kevo.jdbc.connect.KevoVersion;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The server's command line. One line on standard output when it accepts connections, one on
 * standard error if it cannot start; exit status 2 for wrong arguments, 1 for any other failure.
 */
final class ServerCommand {
  static final String USAGE =
      """
      usage: server --data DIR [--port N] [--host ADDRESS]
        --data DIR      the database's directory, created if missing
        --port N        the port to listen on, 0 for any free one (8765)
        --host ADDRESS  the loopback address to listen on (127.0.0.1)
      """;

  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private ServerCommand() {}

  static void run(String[] args) {
    if (args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"))) {
      System.out.print(USAGE);
      return;
    }
    int status = start(args, System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
    awaitSignal();
  }

  /** Starts a server that runs on; 0, or the exit status of what kept it from starting. */
  static int start(String[] args, PrintStream out, PrintStream err) {
    ServerOptions options;
    try {
      options = parse(args);
    } catch (IllegalArgumentException e) {
      err.println("kevo server: " + e.getMessage() + "; --help tells more");
      return MISUSED;
    }
    KevoServer server;
    try {
      server = KevoServer.start(options);
    } catch (IllegalArgumentException e) {
      err.println("kevo server: " + e.getMessage());
      return MISUSED;
    } catch (IOException e) {
      err.println(
          "kevo server: cannot listen on "
              + options.host()
              + ":"
              + options.port()
              + ": "
              + oneLine(e));
      return FAILED;
    } catch (KevoException | SQLException e) {
      err.println("kevo server: " + oneLine(e));
      return FAILED;
    }
    closeOnSignal(server);
    out.println(
        "Kevo "
            + KevoVersion.text()
            + " listening on "
            + options.host()
            + ":"
            + server.port()
            + ", data in "
            + options.data());
    out.flush();
    return 0;
  }

  /** Keeps the process alive: the server's own threads do not. */
  private static void awaitSignal() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      System.exit(0);
    }
  }

  /**
   * On SIGTERM and SIGINT closes the server; a clean close is a success, so the process says so
   * with its status and not that a signal ended it.
   */
  private static void closeOnSignal(KevoServer server) {
    Runtime runtime = Runtime.getRuntime();
    runtime.addShutdownHook(
        new Thread(
            () -> {
              try {
                server.close();
              } catch (RuntimeException e) {
                System.err.println("kevo server: " + oneLine(e));
                runtime.halt(FAILED);
              }
              runtime.halt(0);
            },
            "kevo-server-close"));
  }

  static ServerOptions parse(String[] args) {
    @Nullable Path data = null;
    int port = ServerOptions.DEFAULT_PORT;
    String host = "127.0.0.1";
    for (int i = 0; i < args.length; i += 2) {
      String name = args[i];
      if (!name.equals("--data") && !name.equals("--port") && !name.equals("--host")) {
        throw new IllegalArgumentException("unknown argument " + name);
      }
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      String value = args[i + 1];
      switch (name) {
        case "--data" -> data = path(value);
        case "--port" -> port = port(value);
        default -> host = value;
      }
    }
    if (data == null) {
      throw new IllegalArgumentException("--data DIR is missing");
    }
    return ServerOptions.of(data).withHost(host).withPort(port);
  }

  private static Path path(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("--data must name a directory");
    }
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("--data must name a directory", e);
    }
  }

  private static int port(String value) {
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw notAPort(value, e);
    }
    throw notAPort(value, null);
  }

  private static IllegalArgumentException notAPort(String value, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "--port must be a number from 0 to 65535, not " + value, cause);
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }
}
