package dev.kevo.jdbc.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/** Work that reads the table of all rows. */
final class Reads {
  private Reads() {}

  /** A prepared SELECT of all columns by key. */
  static Meter.Figures point(Peer peer, Place place) throws Exception {
    Random random = place.random();
    try (Connection connection = peer.connect(place.loaded());
        PreparedStatement select = connection.prepareStatement(Peer.SELECT + "id = ?")) {
      return Meter.measure(place, 1, number -> one(select, random.nextInt(place.rows())));
    }
  }

  static void one(PreparedStatement select, long id) throws SQLException {
    select.setLong(1, id);
    try (ResultSet result = select.executeQuery()) {
      readOne(result, id);
    }
  }

  private static void readOne(ResultSet result, long id) throws SQLException {
    if (!result.next()) {
      throw new IllegalStateException("no row " + id);
    }
    Rows.read(result, id);
    if (result.next()) {
      throw new IllegalStateException("two rows " + id);
    }
  }

  /** The same with the key in the text. */
  static Meter.Figures unprepared(Peer peer, Place place) throws Exception {
    Random random = place.random();
    try (Connection connection = peer.connect(place.loaded());
        Statement statement = connection.createStatement()) {
      return Meter.measure(
          place,
          1,
          number -> {
            long id = random.nextInt(place.rows());
            try (ResultSet result = statement.executeQuery(Peer.SELECT + "id = " + id)) {
              readOne(result, id);
            }
          });
    }
  }

  /** Keys between those that are there would be like these: beyond, and below. */
  static Meter.Figures absent(Peer peer, Place place) throws Exception {
    Random random = place.random();
    try (Connection connection = peer.connect(place.loaded());
        PreparedStatement select = connection.prepareStatement(Peer.SELECT + "id = ?")) {
      return Meter.measure(
          place,
          1,
          number -> {
            long id = random.nextInt(place.rows()) + 1L;
            select.setLong(1, random.nextBoolean() ? -id : place.rows() * 8L + id);
            try (ResultSet result = select.executeQuery()) {
              if (result.next()) {
                throw new IllegalStateException("there is no such key");
              }
            }
          });
    }
  }

  static Meter.Figures range(Peer peer, Place place) throws Exception {
    return range(peer, place, Peer.SELECT + "id BETWEEN ? AND ? ORDER BY id", 2);
  }

  static Meter.Figures firstOfRange(Peer peer, Place place) throws Exception {
    return range(peer, place, Peer.SELECT + "id >= ? ORDER BY id" + peer.first(100), 1);
  }

  private static Meter.Figures range(Peer peer, Place place, String sql, int parameters)
      throws Exception {
    Random random = place.random();
    try (Connection connection = peer.connect(place.loaded());
        PreparedStatement select = connection.prepareStatement(sql)) {
      return Meter.measure(
          place,
          1,
          number -> {
            long first = random.nextInt(place.rows() - 100);
            select.setLong(1, first);
            if (parameters > 1) {
              select.setLong(2, first + 99);
            }
            long id = first;
            try (ResultSet result = select.executeQuery()) {
              while (result.next()) {
                Rows.read(result, id++);
              }
            }
            if (id != first + 100) {
              throw new IllegalStateException("rows missing after " + id);
            }
          });
    }
  }

  static Meter.Figures count(Peer peer, Place place) throws Exception {
    return rows(peer, place, "SELECT COUNT(*) FROM t", 1);
  }

  static Meter.Figures minMax(Peer peer, Place place) throws Exception {
    return rows(peer, place, "SELECT MIN(id), MAX(id) FROM t", 1);
  }

  static Meter.Figures sum(Peer peer, Place place) throws Exception {
    return rows(peer, place, "SELECT SUM(score) FROM t WHERE qty < 500", 1);
  }

  static Meter.Figures group(Peer peer, Place place) throws Exception {
    String sql = "SELECT qty, COUNT(*), SUM(score) FROM t GROUP BY qty";
    return rows(peer, place, sql, Math.min(1000, place.rows()));
  }

  static Meter.Figures top(Peer peer, Place place) throws Exception {
    return rows(peer, place, "SELECT id, score FROM t ORDER BY score DESC" + peer.first(10), 10);
  }

  private static Meter.Figures rows(Peer peer, Place place, String sql, int expected)
      throws Exception {
    try (Connection connection = peer.connect(place.loaded());
        PreparedStatement select = connection.prepareStatement(sql)) {
      return Meter.measure(
          place,
          1,
          number -> {
            int rows = 0;
            try (ResultSet result = select.executeQuery()) {
              while (result.next()) {
                result.getDouble(1);
                rows++;
              }
            }
            if (rows != expected) {
              throw new IllegalStateException(rows + " rows");
            }
          });
    }
  }

  /** By the index that {@link Changes#createIndex} leaves. */
  static Meter.Figures byIndex(Peer peer, Place place) throws Exception {
    Random random = place.random();
    Changes.withIndex(peer, place);
    try (Connection connection = peer.connect(place.loaded());
        PreparedStatement select = connection.prepareStatement(Peer.SELECT + "name = ?")) {
      return Meter.measure(
          place,
          1,
          number -> {
            long id = random.nextInt(place.rows());
            select.setString(1, Rows.name(id));
            try (ResultSet result = select.executeQuery()) {
              readOne(result, id);
            }
          });
    }
  }
}
