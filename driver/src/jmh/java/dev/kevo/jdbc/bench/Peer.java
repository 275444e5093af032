package dev.kevo.jdbc.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A database under measurement, inside the process that asks. Each is set to its most durable mode,
 * and to a cache that the data fits in; H2 also to run a query again instead of handing out the
 * rows of the last time.
 */
enum Peer {
  KEVO {
    @Override
    String url(Path directory) {
      return "jdbc:kevo:" + directory.resolve("kevo") + "?blockCacheBytes=" + CACHE_BYTES;
    }

    @Override
    String upsert() {
      return "UPSERT INTO w VALUES (?, ?, ?, ?, ?)";
    }
  },
  H2 {
    @Override
    String url(Path directory) {
      return "jdbc:h2:file:"
          + directory.resolve("h2").resolve("h2")
          + ";WRITE_DELAY=0;OPTIMIZE_REUSE_RESULTS=0;CACHE_SIZE="
          + CACHE_BYTES / 1024;
    }

    /** H2 writes at a commit but does not sync; this does. */
    @Override
    void sync(Statement statement) throws SQLException {
      statement.execute("CHECKPOINT SYNC");
    }

    @Override
    String upsert() {
      return "MERGE INTO w KEY (id) VALUES (?, ?, ?, ?, ?)";
    }
  },
  HSQLDB {
    @Override
    String url(Path directory) {
      return "jdbc:hsqldb:file:"
          + directory.resolve("hsqldb").resolve("hsqldb")
          + ";hsqldb.write_delay=false;hsqldb.default_table_type=cached;hsqldb.tx=mvcc"
          + ";hsqldb.cache_rows=4000000;shutdown=true;hsqldb.cache_size="
          + CACHE_BYTES / 1024;
    }

    @Override
    String upsert() {
      return "MERGE INTO w USING (VALUES(CAST(? AS BIGINT), CAST(? AS VARCHAR(32)),"
          + " CAST(? AS DOUBLE), CAST(? AS INTEGER), CAST(? AS VARCHAR(100))))"
          + " AS v (id, name, score, qty, payload) ON w.id = v.id"
          + " WHEN MATCHED THEN UPDATE SET w.name = v.name, w.score = v.score, w.qty = v.qty,"
          + " w.payload = v.payload WHEN NOT MATCHED THEN INSERT"
          + " VALUES v.id, v.name, v.score, v.qty, v.payload";
    }
  },
  SQLITE {
    @Override
    String url(Path directory) {
      return "jdbc:sqlite:"
          + made(directory.resolve("sqlite")).resolve("sqlite.db")
          + "?journal_mode=WAL&synchronous=FULL&busy_timeout=60000&cache_size=-"
          + CACHE_BYTES / 1024;
    }

    @Override
    String upsert() {
      return "INSERT INTO w VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
          + " name = excluded.name, score = excluded.score, qty = excluded.qty,"
          + " payload = excluded.payload";
    }

    @Override
    String first(int rows) {
      return " LIMIT " + rows;
    }
  },
  DERBY {
    @Override
    String url(Path directory) {
      return "jdbc:derby:" + directory.resolve("derby") + ";create=true";
    }

    @Override
    String upsert() {
      return "MERGE INTO w USING sysibm.sysdummy1 ON w.id = ? WHEN MATCHED THEN UPDATE SET"
          + " name = ?, score = ?, qty = ?, payload = ?"
          + " WHEN NOT MATCHED THEN INSERT VALUES (?, ?, ?, ?, ?)";
    }

    @Override
    void setUpsert(PreparedStatement upsert, long id) throws SQLException {
      Rows.set(upsert, id);
      Rows.set(upsert, id, 5);
    }

    /** Derby's databases stay open until they are told. */
    @Override
    void closed(Path directory) {
      try {
        DriverManager.getConnection("jdbc:derby:" + directory.resolve("derby") + ";shutdown=true")
            .close();
      } catch (SQLException e) {
        boolean wasClosed = "XJ004".equals(e.getSQLState());
        if (!wasClosed && !"08006".equals(e.getSQLState())) {
          throw new IllegalStateException(e);
        }
      }
    }
  },
  DUCKDB {
    @Override
    String url(Path directory) {
      return "jdbc:duckdb:" + made(directory.resolve("duckdb")).resolve("duckdb.db");
    }

    @Override
    String upsert() {
      return "INSERT OR REPLACE INTO w VALUES (?, ?, ?, ?, ?)";
    }

    @Override
    String first(int rows) {
      return " LIMIT " + rows;
    }

    /** Row by row it would take a minute. */
    @Override
    int rowsPerInsert() {
      return 250;
    }
  };

  static final long CACHE_BYTES = 256L << 20;

  static final String COLUMNS =
      " (id BIGINT %s PRIMARY KEY, name VARCHAR(32), score DOUBLE PRECISION, qty INTEGER,"
          + " payload VARCHAR(100))";
  static final String SELECT = "SELECT id, name, score, qty, payload FROM t WHERE ";

  static {
    // In pages of 4 KiB; Derby has no other place for it.
    System.setProperty("derby.storage.pageCacheSize", Long.toString(CACHE_BYTES >> 12));
    System.setProperty("derby.stream.error.file", "/dev/null");
  }

  abstract String url(Path directory);

  /** Writes a row of table w whether its key is there or not. */
  abstract String upsert();

  /** Sets the values of {@link #upsert}. */
  void setUpsert(PreparedStatement upsert, long id) throws SQLException {
    Rows.set(upsert, id);
  }

  /** The end of a query that wants its first rows. */
  String first(int rows) {
    return " FETCH FIRST " + rows + " ROWS ONLY";
  }

  /** Makes the last commit durable, if the commit does not. */
  void sync(Statement statement) throws SQLException {}

  /** Gathers statistics, if the database does not by itself. */
  void analyze(Statement statement) throws SQLException {
    if (this != HSQLDB && this != DERBY) {
      statement.execute("ANALYZE");
    }
  }

  /** After the last connection to a database is closed. */
  void closed(Path directory) {}

  /** How many rows an INSERT has that fills a table for others to be measured on. */
  int rowsPerInsert() {
    return 1;
  }

  static String create(String table) {
    return "CREATE TABLE " + table + String.format(Locale.ROOT, COLUMNS, "NOT NULL");
  }

  Connection connect(Path directory) throws SQLException {
    return DriverManager.getConnection(url(directory));
  }

  private static Path made(Path directory) {
    try {
      return java.nio.file.Files.createDirectories(directory);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** As the table calls it. */
  String title() {
    return switch (this) {
      case KEVO -> "Kevo";
      case SQLITE -> "SQLite";
      case DERBY -> "Derby";
      case DUCKDB -> "DuckDB";
      default -> name();
    };
  }

  static List<Peer> named(String names) {
    return Arrays.stream(names.split(","))
        .map(name -> valueOf(name.trim().toUpperCase(Locale.ROOT)))
        .toList();
  }
}
