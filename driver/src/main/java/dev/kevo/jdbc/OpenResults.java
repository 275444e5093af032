package dev.kevo.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The results of a connection that are not closed yet. Thread-safe. */
final class OpenResults {
  /** Guarded by itself. */
  private final List<KevoResultSet> results = new ArrayList<>();

  void add(KevoResultSet result) {
    synchronized (results) {
      results.add(result);
    }
  }

  void remove(KevoResultSet result) {
    synchronized (results) {
      for (int i = results.size() - 1; i >= 0; i--) {
        if (results.get(i) == result) {
          results.remove(i);
          return;
        }
      }
    }
  }

  /** Closes those of now, on a thread that has entered the connection. */
  void closeAll() throws SQLException {
    for (KevoResultSet result : all()) {
      result.close();
    }
  }

  /** Stops those of now, whoever reads them. */
  void cancelAll() {
    for (KevoResultSet result : all()) {
      result.cancelToken().cancel();
    }
  }

  private List<KevoResultSet> all() {
    synchronized (results) {
      return List.copyOf(results);
    }
  }
}
