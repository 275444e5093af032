package dev.kevo.shell;

import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints rows as text. */
final class RowPrinter {
  /** How rows look. */
  enum Format {
    /** Aligned columns under their names, lines within a value kept, and the number of rows. */
    TABLE,
    /** RFC 4180, with a line of names; NULL is empty and an empty string is {@code ""}. */
    CSV
  }

  /** Widths come from so many rows; later ones may stick out, but all need not fit into memory. */
  private static final int MEASURED_ROWS = 1000;

  private static final int WIDTH_MAX = 200;

  private final Format format;
  private final PrintStream out;

  RowPrinter(Format format, PrintStream out) {
    this.format = format;
    this.out = out;
  }

  void print(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    if (format == Format.CSV) {
      printCsv(rows, columns);
    } else {
      printTable(rows, columns);
    }
  }

  private void printCsv(ResultSet rows, ResultSetMetaData columns) throws SQLException {
    int count = columns.getColumnCount();
    @Nullable String[] cells = new @Nullable String[count];
    for (int i = 0; i < count; i++) {
      cells[i] = columns.getColumnLabel(i + 1);
    }
    printCsvLine(cells);
    while (rows.next()) {
      for (int i = 0; i < count; i++) {
        cells[i] = cell(rows, columns, i + 1);
      }
      printCsvLine(cells);
    }
  }

  private void printCsvLine(@Nullable String[] cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      if (i > 0) {
        line.append(',');
      }
      String cell = cells[i];
      if (cell == null) {
        continue;
      }
      if (cell.isEmpty() || cell.matches("(?s).*[\",\\r\\n].*")) {
        line.append('"').append(cell.replace("\"", "\"\"")).append('"');
      } else {
        line.append(cell);
      }
    }
    out.println(line);
  }

  private void printTable(ResultSet rows, ResultSetMetaData columns) throws SQLException {
    int count = columns.getColumnCount();
    String[] names = new String[count];
    int[] widths = new int[count];
    for (int i = 0; i < count; i++) {
      names[i] = columns.getColumnLabel(i + 1);
      widths[i] = names[i].length();
    }
    List<String[]> measured = new ArrayList<>();
    long total = 0;
    boolean more = rows.next();
    while (more && measured.size() < MEASURED_ROWS) {
      String[] cells = cells(rows, columns);
      for (int i = 0; i < count; i++) {
        widths[i] = Math.min(WIDTH_MAX, Math.max(widths[i], width(cells[i])));
      }
      measured.add(cells);
      total++;
      more = rows.next();
    }
    boolean[] right = new boolean[count];
    for (int i = 0; i < count; i++) {
      right[i] = isNumber(columns.getColumnType(i + 1));
    }
    printRow(names, widths, new boolean[count]);
    StringBuilder rule = new StringBuilder();
    for (int i = 0; i < count; i++) {
      rule.append(i == 0 ? "" : "-+-").append("-".repeat(widths[i]));
    }
    out.println(rule);
    for (String[] cells : measured) {
      printRow(cells, widths, right);
    }
    while (more) {
      printRow(cells(rows, columns), widths, right);
      total++;
      more = rows.next();
    }
    out.println(total == 1 ? "(1 row)" : "(" + total + " rows)");
  }

  private static String[] cells(ResultSet rows, ResultSetMetaData columns) throws SQLException {
    String[] cells = new String[columns.getColumnCount()];
    for (int i = 0; i < cells.length; i++) {
      String cell = cell(rows, columns, i + 1);
      cells[i] = cell == null ? "NULL" : cell.replaceAll("\\r|\\t", " ");
    }
    return cells;
  }

  private static @Nullable String cell(ResultSet rows, ResultSetMetaData columns, int column)
      throws SQLException {
    int type = columns.getColumnType(column);
    if (type == Types.BINARY || type == Types.VARBINARY) {
      byte[] bytes = rows.getBytes(column);
      return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }
    return rows.getString(column);
  }

  private static boolean isNumber(int type) {
    return switch (type) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.DECIMAL,
          Types.NUMERIC ->
          true;
      default -> false;
    };
  }

  /** The length of a value's longest line. */
  private static int width(String cell) {
    return cell.lines().mapToInt(String::length).max().orElse(0);
  }

  /** Prints a row over as many lines as its highest value has. */
  private void printRow(String[] cells, int[] widths, boolean[] right) {
    List<List<String>> lines = new ArrayList<>();
    int height = 1;
    for (String cell : cells) {
      List<String> parts = cell.lines().toList();
      lines.add(parts);
      height = Math.max(height, parts.size());
    }
    for (int i = 0; i < height; i++) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < cells.length; column++) {
        List<String> parts = lines.get(column);
        String part = i < parts.size() ? parts.get(i) : "";
        String padding = " ".repeat(Math.max(0, widths[column] - part.length()));
        line.append(column == 0 ? "" : " | ");
        line.append(right[column] ? padding + part : part + padding);
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
