package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.TableStatistics;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.TableIndex;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.ValuePosition;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * What is thought of the values of a column of a table or of an operator's rows. Immutable.
 *
 * @param distinct about how many different ones there are, at least 1. Conditions on the column
 *     itself lessen it, fewer rows do not: so two columns that are joined are compared as they were
 *     in their tables
 * @param nulls the part of the rows that have NULL
 * @param quantiles the bounds of parts with about as many rows each, as positions of values; empty
 *     if they are not known
 * @param source where its values are from
 */
record ColumnEstimate(double distinct, double nulls, List<Double> quantiles, Source source) {
  private static final int VALUES_GUESSED = 100;
  private static final int CHARACTERS_GUESSED = 32;

  /** So much of a table's rows have values of their own: more rows then mean more values. */
  private static final double UNIQUE_PART = 0.9;

  /**
   * Rows that columns have in common, told apart by identity: there are no more combinations of the
   * columns' values than rows.
   */
  static final class Source {
    private final double rows;

    Source(double rows) {
      this.rows = rows;
    }
  }

  /** A column of which only the number of values is known. */
  static ColumnEstimate of(double distinct, Source source) {
    return new ColumnEstimate(Math.max(1, distinct), 0, List.of(), source);
  }

  /**
   * A column of a table: what ANALYZE found in it, else what keys and types say, else a guess.
   *
   * @param ordinal the hidden row id too
   * @param source the table's rows
   */
  static ColumnEstimate of(KevoTable table, int ordinal, Source source) {
    List<ColumnDef> columns = table.definition().columns();
    if (ordinal >= columns.size()) {
      return of(source.rows, source);
    }
    TableStatistics statistics = table.statistics();
    TableStatistics.Column found =
        statistics == null || statistics.rows() == 0
            ? null
            : statistics.column(columns.get(ordinal).id());
    if (found == null || statistics == null) {
      return of(Math.min(source.rows, guessed(table, ordinal, source.rows)), source);
    }
    boolean growing = found.distinct() > UNIQUE_PART * statistics.rows();
    return new ColumnEstimate(
        Math.max(
            1, growing ? source.rows * found.distinct() / statistics.rows() : found.distinct()),
        (double) found.nulls() / statistics.rows(),
        found.quantiles(),
        source);
  }

  private static double guessed(KevoTable table, int ordinal, double rows) {
    int[] key = table.keyColumns();
    if (isOnly(key, ordinal)) {
      return rows;
    }
    for (TableIndex index : table.indexes()) {
      if (index.definition().unique() && isOnly(index.keyColumns(), ordinal)) {
        return rows;
      }
    }
    ColumnType type = table.columnType(ordinal);
    if (type.typeName() == SqlTypeName.BOOLEAN) {
      return 2;
    }
    boolean single = type.typeName() == SqlTypeName.CHAR && type.precision() == 1;
    return single ? CHARACTERS_GUESSED : Math.max(Math.sqrt(rows), VALUES_GUESSED);
  }

  private static boolean isOnly(int[] key, int ordinal) {
    return key.length == 1 && key[0] == ordinal;
  }

  /** The same column after a condition on it that leaves so many values and no NULL. */
  ColumnEstimate restricted(double values) {
    return new ColumnEstimate(Math.max(1, Math.min(distinct, values)), 0, quantiles, source);
  }

  /** About how many combinations of values some columns have. */
  static double combinations(Collection<ColumnEstimate> columns) {
    IdentityHashMap<Source, Double> bySource = new IdentityHashMap<>();
    for (ColumnEstimate column : columns) {
      bySource.merge(column.source, column.distinct, (a, b) -> a * b);
    }
    double all = 1;
    for (Map.Entry<Source, Double> each : bySource.entrySet()) {
      all *= Math.max(1, Math.min(each.getKey().rows, each.getValue()));
    }
    return all;
  }

  /** The part of the rows that have one value; any if it is null. */
  double equal(@Nullable Object value) {
    double common = value == null || !isExact(value) ? 0 : common(ValuePosition.of(value));
    return (1 - nulls) * Math.max(common, 1 / distinct);
  }

  /** Whether no other value has the position of this one. */
  private static boolean isExact(Object value) {
    return value instanceof Number
        || (value instanceof String text && text.length() < ValuePosition.CHARACTERS);
  }

  /** The part of the values that have a position, by the parts of the histogram it fills. */
  double common(double position) {
    int parts = quantiles.size() - 1;
    int filled = 0;
    for (int i = 0; i < parts; i++) {
      if (quantiles.get(i) == position && quantiles.get(i + 1) == position) {
        filled++;
      }
    }
    return filled == 0 ? 0 : (double) filled / parts;
  }

  /** The part of the values that lie below a position; NaN if that is not known. */
  double below(double position) {
    int parts = quantiles.size() - 1;
    if (parts < 1 || Double.isNaN(position)) {
      return Double.NaN;
    }
    if (position <= quantiles.get(0)) {
      return 0;
    }
    for (int i = 0; i < parts; i++) {
      double end = quantiles.get(i + 1);
      if (position <= end) {
        double start = quantiles.get(i);
        double within = end > start ? (position - start) / (end - start) : 0.5;
        return (i + within) / parts;
      }
    }
    return 1;
  }
}
