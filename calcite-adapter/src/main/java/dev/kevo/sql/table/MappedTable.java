package dev.kevo.sql.table;

import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Slice;
import dev.kevo.sql.catalog.MappingDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.TableStatistics;
import dev.kevo.sql.mapping.MalformedValueException;
import dev.kevo.sql.mapping.Mapping;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.SqlState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A table that CREATE TABLE ... MAP made: those entries of a raw keyspace whose keys are of its
 * pattern. Other keys may lie among them; they are no rows.
 */
public final class MappedTable extends KevoTable {
  private final Database database;
  private final MappingDef definition;
  private final Mapping mapping;
  private final int[] keyColumns;
  private final @Nullable TableStatistics statistics;

  /**
   * A table.
   *
   * @param statistics what ANALYZE found in it, or null
   */
  MappedTable(TableDef table, Database database, @Nullable TableStatistics statistics) {
    super(table, database);
    this.database = database;
    this.definition = table.requireMapping();
    this.mapping = Mapping.of(definition, table.columns());
    this.keyColumns = mapping.key().columns();
    this.statistics = statistics;
  }

  @Override
  public @Nullable TableStatistics statistics() {
    return statistics;
  }

  @Override
  public ColumnType columnType(int column) {
    return definition().columns().get(column).type();
  }

  @Override
  public Keyspace keyspace() {
    return database
        .keyspace(definition.keyspace())
        .orElseThrow(
            () ->
                SqlState.UNDEFINED_OBJECT.failure(
                    "the keyspace "
                        + definition.keyspace()
                        + " of mapped table "
                        + definition().qualifiedName()
                        + " is not there any more"));
  }

  @Override
  public KeyRange range() {
    return KeyRange.prefix(mapping.key().prefix());
  }

  @Override
  public int[] keyColumns() {
    return keyColumns;
  }

  @Override
  public int orderedWidth() {
    return mapping.key().orderedWidth();
  }

  @Override
  public boolean boundsAreExact() {
    return false;
  }

  @Override
  public boolean keepsTextOrder() {
    return false;
  }

  @Override
  public byte[] encodeKey(@Nullable Object[] row) {
    return mapping.key().write(row);
  }

  @Override
  public byte[] encodeValue(@Nullable Object[] row) {
    return mapping.value().write(row, null);
  }

  @Override
  public byte[] encodeValue(@Nullable Object[] row, Slice stored) {
    try {
      return mapping.value().write(row, stored);
    } catch (MalformedValueException e) {
      // What cannot be read cannot be kept.
      return mapping.value().write(row, null);
    }
  }

  @Override
  public boolean valuesHoldMore() {
    return mapping.value().holdsMore();
  }

  @Override
  public byte[] keyFloor(@Nullable Object[] values, int count) {
    return mapping.key().begin(values, count);
  }

  @Override
  public byte @Nullable [] keyCeiling(@Nullable Object[] values, int count) {
    byte[] begin = mapping.key().begin(values, count);
    return count < keyWidth()
        ? KeyRange.successorOfPrefix(begin)
        : Arrays.copyOf(begin, begin.length + 1);
  }

  @Override
  public KeyRange prefixRange(@Nullable Object[] values, int count, String prefix) {
    return KeyRange.prefix(mapping.key().begin(values, count, prefix));
  }

  @Override
  public RowDecoder decoder(int[] columns) {
    return new Decoder(columns);
  }

  private final class Decoder implements RowDecoder {
    private final int[] columns;
    private final @Nullable Object[] whole = new Object[columnCount()];

    Decoder(int[] columns) {
      this.columns = columns;
    }

    /** Values are always looked at, so that the same rows are there whatever is asked of them. */
    @Override
    public boolean needsValue() {
      return true;
    }

    @Override
    public boolean skipsEntries() {
      return true;
    }

    @Override
    public boolean decode(Slice key, Slice value, @Nullable Object[] row) {
      Arrays.fill(whole, null);
      if (!mapping.key().read(key, whole) || !readValue(key, value)) {
        return false;
      }
      for (int i = 0; i < columns.length; i++) {
        row[i] = whole[columns[i]];
      }
      return true;
    }

    private boolean readValue(Slice key, Slice value) {
      try {
        mapping.value().read(value, whole);
        return true;
      } catch (MalformedValueException e) {
        switch (definition.onMalformed()) {
          case SKIP -> {
            return false;
          }
          case NULL -> {
            Arrays.fill(whole, null);
            return mapping.key().read(key, whole);
          }
          default ->
              throw e.state()
                  .failure(
                      "the value under key '"
                          + shown(key)
                          + "' is no row of "
                          + definition().qualifiedName()
                          + ": "
                          + e.getMessage());
        }
      }
    }

    private static String shown(Slice key) {
      String text = key.toString();
      return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
  }
}
