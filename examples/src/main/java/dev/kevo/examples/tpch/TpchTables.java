package dev.kevo.examples.tpch;

import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The eight tables of TPC-H: creates them, and fills them through JDBC batches with what the
 * generator makes for a scale. Scale 1 is about 8.7 million rows; a scale always gives the same
 * rows.
 */
public final class TpchTables {
  private static final List<TpchTable<?>> TABLES =
      List.of(
          TpchTable.REGION,
          TpchTable.NATION,
          TpchTable.SUPPLIER,
          TpchTable.CUSTOMER,
          TpchTable.PART,
          TpchTable.PART_SUPPLIER,
          TpchTable.ORDERS,
          TpchTable.LINE_ITEM);
  private static final int BATCH_ROWS = 1_000;
  private static final double SCALE_MIN = 0.01;

  private final double scale;

  /** The tables at a scale of at least 0.01; below, the generator repeats keys of partsupp. */
  public TpchTables(double scale) {
    if (!(scale >= SCALE_MIN)) {
      throw new IllegalArgumentException("scale is below " + SCALE_MIN + ": " + scale);
    }
    this.scale = scale;
  }

  /** The names, in the order in which the tables are loaded. */
  public static List<String> names() {
    return TABLES.stream().<String>map(TpchTable::getTableName).toList();
  }

  /** The statements that create the tables. */
  public static List<String> createStatements() {
    String schema = Resources.read("schema.sql").replaceAll("--.*\n", "");
    return Stream.of(schema.split(";")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /** About as many rows as all tables have; only lineitem's number is not exact. */
  public long rowsExpected() {
    return 30 + Math.round(scale * (10_000 + 150_000 + 200_000 + 800_000 + 1_500_000 + 6_001_215));
  }

  /** Drops the tables if they exist and creates them. */
  public void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String name : names()) {
        statement.execute("DROP TABLE IF EXISTS " + name);
      }
      for (String create : createStatements()) {
        statement.execute(create);
      }
    }
  }

  /**
   * Fills the tables, which exist and are empty.
   *
   * @param rowsPerCommit rows between two commits
   * @return the number of rows
   */
  public long load(Connection connection, int rowsPerCommit, ProgressBar progress)
      throws SQLException {
    connection.setAutoCommit(false);
    long rows = 0;
    for (TpchTable<?> table : TABLES) {
      progress.label(table.getTableName());
      rows += load(connection, table, rowsPerCommit, progress);
    }
    connection.setAutoCommit(true);
    return rows;
  }

  private <E extends TpchEntity> long load(
      Connection connection, TpchTable<E> table, int rowsPerCommit, ProgressBar progress)
      throws SQLException {
    List<TpchColumn<E>> columns = new ArrayList<>(table.getColumns());
    long rows = 0;
    long committed = 0;
    try (PreparedStatement insert = connection.prepareStatement(insertStatement(table, columns))) {
      for (E row : table.createGenerator(scale, 1, 1)) {
        bind(insert, columns, row);
        insert.addBatch();
        rows++;
        if (rows % BATCH_ROWS == 0) {
          insert.executeBatch();
          progress.advance(BATCH_ROWS);
        }
        if (rows - committed >= rowsPerCommit) {
          insert.executeBatch();
          connection.commit();
          committed = rows;
        }
      }
      insert.executeBatch();
      connection.commit();
      progress.advance(rows % BATCH_ROWS);
    }
    return rows;
  }

  private static <E extends TpchEntity> String insertStatement(
      TpchTable<E> table, List<TpchColumn<E>> columns) {
    return "INSERT INTO "
        + table.getTableName()
        + columns.stream()
            .map(TpchColumn::getColumnName)
            .collect(Collectors.joining(", ", " (", ") VALUES "))
        + Collections.nCopies(columns.size(), "?").stream()
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private static <E extends TpchEntity> void bind(
      PreparedStatement insert, List<TpchColumn<E>> columns, E row) throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      TpchColumn<E> column = columns.get(i);
      switch (column.getType().getBase()) {
        case IDENTIFIER -> insert.setLong(i + 1, column.getIdentifier(row));
        case INTEGER -> insert.setInt(i + 1, column.getInteger(row));
        case VARCHAR -> insert.setString(i + 1, column.getString(row));
        case DATE -> insert.setDate(i + 1, Date.valueOf(LocalDate.ofEpochDay(column.getDate(row))));
        // The generator's doubles are amounts in cents.
        case DOUBLE ->
            insert.setBigDecimal(
                i + 1, BigDecimal.valueOf(Math.round(column.getDouble(row) * 100), 2));
      }
    }
  }
}
