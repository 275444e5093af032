package dev.kevo.sql.catalog;

import dev.kevo.engine.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stored form of a table's statistics: fields, of which a column's follow its id, NULLS last.
 */
final class StatisticsRecord {
  private static final int ROWS = 1;
  private static final int COLUMN_ID = 2;
  private static final int DISTINCT = 3;
  private static final int NULLS = 4;
  private static final int QUANTILES = 5;

  private StatisticsRecord() {}

  static byte[] write(TableStatistics statistics) {
    Fields.Writer fields = new Fields.Writer().number(ROWS, statistics.rows());
    statistics
        .columns()
        .forEach(
            (id, column) ->
                fields
                    .number(COLUMN_ID, id)
                    .number(DISTINCT, column.distinct())
                    .bytes(QUANTILES, encoded(column.quantiles()))
                    .number(NULLS, column.nulls()));
    return fields.finish();
  }

  private static byte[] encoded(List<Double> numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * numbers.size());
    numbers.forEach(bytes::putDouble);
    return bytes.array();
  }

  private static List<Double> decoded(Slice bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
    List<Double> numbers = new ArrayList<>();
    while (buffer.remaining() >= Double.BYTES) {
      numbers.add(buffer.getDouble());
    }
    return numbers;
  }

  static TableStatistics read(Slice record) {
    long rows = 0;
    int id = 0;
    long distinct = 0;
    List<Double> quantiles = List.of();
    Map<Integer, TableStatistics.Column> columns = new HashMap<>();
    Fields.Reader fields = new Fields.Reader(record);
    while (fields.next()) {
      switch (fields.tag()) {
        case ROWS -> rows = fields.number();
        case COLUMN_ID -> id = fields.smallNumber();
        case DISTINCT -> distinct = fields.number();
        case QUANTILES -> quantiles = decoded(fields.slice());
        case NULLS ->
            columns.put(id, new TableStatistics.Column(distinct, fields.number(), quantiles));
        default -> throw Fields.unknown("table's statistics", fields);
      }
    }
    return new TableStatistics(rows, columns);
  }
}
