package dev.kevo.jdbc.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A database under measurement. Each is set to its most durable mode, and to a cache that the data
 * fits in; H2 also to run a query again instead of handing out the rows of the last time.
 */
enum Peer {
  KEVO {
    @Override
    String url(Path directory) {
      return "jdbc:kevo:" + directory.resolve("kevo") + "?blockCacheBytes=" + CACHE_BYTES;
    }
  },
  H2 {
    @Override
    String url(Path directory) {
      return "jdbc:h2:file:"
          + directory.resolve("h2")
          + ";WRITE_DELAY=0;OPTIMIZE_REUSE_RESULTS=0;CACHE_SIZE="
          + CACHE_BYTES / 1024;
    }

    /** H2 writes at a commit but does not sync; this does. */
    @Override
    String syncAfterCommit() {
      return "CHECKPOINT SYNC";
    }
  },
  SQLITE {
    @Override
    String url(Path directory) {
      return "jdbc:sqlite:"
          + directory.resolve("sqlite.db")
          + "?journal_mode=WAL&synchronous=FULL&busy_timeout=60000&cache_size=-"
          + CACHE_BYTES / 1024;
    }
  };

  private static final long CACHE_BYTES = 256L << 20;

  static final String TABLE =
      "CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR(32), score DOUBLE, qty INTEGER,"
          + " payload VARCHAR(100))";
  static final String INSERT = "INSERT INTO t VALUES (?, ?, ?, ?, ?)";
  static final String POINT = "SELECT id, name, score, qty, payload FROM t WHERE id = ?";
  static final String RANGE =
      "SELECT id, name, score, qty, payload FROM t WHERE id BETWEEN ? AND ? ORDER BY id";

  abstract String url(Path directory);

  /** What makes the last commit durable; empty if the commit does. */
  String syncAfterCommit() {
    return "";
  }

  Connection connect(Path directory) throws SQLException {
    return DriverManager.getConnection(url(directory));
  }

  /** The commit, and what makes it durable. */
  void sync(Statement statement) throws SQLException {
    if (!syncAfterCommit().isEmpty()) {
      statement.execute(syncAfterCommit());
    }
  }

  static List<Peer> named(String names) {
    return java.util.Arrays.stream(names.split(","))
        .map(name -> valueOf(name.trim().toUpperCase(java.util.Locale.ROOT)))
        .toList();
  }
}
