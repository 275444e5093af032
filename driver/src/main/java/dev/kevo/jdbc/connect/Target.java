package dev.kevo.jdbc.connect;

import java.nio.file.Path;

/** Where a URL points to. */
public sealed interface Target {
  /**
   * A database in a directory, opened inside this JVM.
   *
   * @param path as written in the URL; relative to the working directory unless absolute
   */
  record Directory(Path path) implements Target {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** A database in this JVM's memory; it lives as long as it has connections. */
  record Memory(String name) implements Target {
    @Override
    public String toString() {
      return "mem:" + name;
    }
  }

  /**
   * A server.
   *
   * @param host a name or an address; an IPv6 address without its brackets
   */
  record Server(String host, int port) implements Target {
    /** Where a server listens if the URL names no port. */
    public static final int DEFAULT_PORT = 8765;

    @Override
    public String toString() {
      String literal = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
      return "//" + literal + ":" + port + "/";
    }
  }
}
