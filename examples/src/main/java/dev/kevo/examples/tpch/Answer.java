package dev.kevo.examples.tpch;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a result, in a form that two databases can be compared by: numbers as {@link
 * BigDecimal}, dates as {@link LocalDate}, everything else as text without trailing blanks.
 *
 * @param columns the labels
 * @param rows the rows in the order they came
 */
public record Answer(List<String> columns, List<List<@Nullable Object>> rows) {
  /**
   * Numbers with more digits after the point than this, or not the same number of digits, are
   * averages or quotients, whose digits and rounding each database chooses. Sums and products must
   * be equal.
   */
  private static final int EXACT_SCALE_MAX = 6;

  /** How far averages and quotients may lie apart, relative to the larger. */
  private static final BigDecimal TOLERANCE = new BigDecimal("0.00000001");

  /** Runs a query and reads its whole answer. */
  public static Answer of(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return read(result);
    }
  }

  /** Reads a result set to its end. */
  public static Answer read(ResultSet result) throws SQLException {
    int count = result.getMetaData().getColumnCount();
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      columns.add(result.getMetaData().getColumnLabel(i));
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    while (result.next()) {
      List<@Nullable Object> row = new ArrayList<>(count);
      for (int i = 1; i <= count; i++) {
        row.add(normalized(result.getObject(i)));
      }
      rows.add(row);
    }
    return new Answer(columns, rows);
  }

  /**
   * What is different in another answer to the same query, or nothing.
   *
   * @param orderedBy the columns, counted from 1, whose sequence must agree too; rows that are
   *     equal in them may come in any order
   */
  public Optional<String> differenceTo(Answer other, List<Integer> orderedBy) {
    if (rows.size() != other.rows.size()) {
      return Optional.of(rows.size() + " rows against " + other.rows.size());
    }
    for (int i = 0; i < rows.size(); i++) {
      for (int column : orderedBy) {
        Object mine = rows.get(i).get(column - 1);
        Object others = other.rows.get(i).get(column - 1);
        if (!agree(mine, others)) {
          return Optional.of(
              "row %d, column %s: %s against %s"
                  .formatted(i + 1, columns.get(column - 1), mine, others));
        }
      }
    }
    List<List<@Nullable Object>> mine = rows.stream().sorted(BY_CELLS).toList();
    List<List<@Nullable Object>> others = other.rows.stream().sorted(BY_CELLS).toList();
    for (int i = 0; i < mine.size(); i++) {
      List<@Nullable Object> a = mine.get(i);
      List<@Nullable Object> b = others.get(i);
      for (int c = 0; c < a.size(); c++) {
        if (!agree(a.get(c), b.get(c))) {
          return Optional.of("column %s: %s against %s".formatted(columns.get(c), a, b));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean agree(@Nullable Object a, @Nullable Object b) {
    if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
      if (x.scale() == y.scale() && x.scale() <= EXACT_SCALE_MAX) {
        return x.compareTo(y) == 0;
      }
      BigDecimal allowed = x.abs().max(y.abs()).multiply(TOLERANCE);
      return x.subtract(y).abs().compareTo(allowed) <= 0;
    }
    return a == null ? b == null : a.equals(b);
  }

  private static @Nullable Object normalized(@Nullable Object value) {
    if (value == null || value instanceof BigDecimal) {
      return value;
    }
    if (value instanceof Double || value instanceof Float) {
      return BigDecimal.valueOf(((Number) value).doubleValue());
    }
    if (value instanceof Number number) {
      return BigDecimal.valueOf(number.longValue());
    }
    if (value instanceof Date date) {
      return date.toLocalDate();
    }
    return value instanceof LocalDate ? value : value.toString().stripTrailing();
  }

  /**
   * Texts and dates decide before numbers, because numbers may agree without being equal and would
   * bring the rows of two answers into different orders.
   */
  private static final Comparator<List<@Nullable Object>> BY_CELLS =
      (a, b) -> {
        int order = 0;
        for (int i = 0; i < a.size() && order == 0; i++) {
          if (!(a.get(i) instanceof BigDecimal) && !(b.get(i) instanceof BigDecimal)) {
            order = String.valueOf(a.get(i)).compareTo(String.valueOf(b.get(i)));
          }
        }
        for (int i = 0; i < a.size() && order == 0; i++) {
          if (a.get(i) instanceof BigDecimal x && b.get(i) instanceof BigDecimal y) {
            order = x.compareTo(y);
          }
        }
        return order;
      };
}
