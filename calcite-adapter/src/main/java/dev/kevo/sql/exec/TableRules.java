package dev.kevo.sql.exec;

import dev.kevo.engine.CorruptionException;
import dev.kevo.sql.parser.ddl.ReferentialAction;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.TableIndex;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What writing a table's rows entails: its indexes, its checks, and the foreign keys from it and to
 * it. Immutable and thread-safe.
 *
 * @param table the table
 * @param indexes what entries they have
 * @param computed the columns that are computed from others of their row
 * @param checks that every row must pass
 * @param outgoing its foreign keys
 * @param incoming the foreign keys that reference it, its own among them
 */
public record TableRules(
    KevoTable table,
    List<IndexEntries> indexes,
    List<Computed> computed,
    List<Check> checks,
    List<Outgoing> outgoing,
    List<Incoming> incoming) {
  private static final int VALUE_CHARS_SHOWN = 40;

  public TableRules {
    indexes = List.copyOf(indexes);
    computed = List.copyOf(computed);
    checks = List.copyOf(checks);
    outgoing = List.copyOf(outgoing);
    incoming = List.copyOf(incoming);
  }

  /** The rules of a table that has none. */
  public static TableRules none(KevoTable table) {
    return new TableRules(table, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  /** A column that is computed from others, none of which is computed. */
  public record Computed(int column, Scalar expression) {}

  /** A CHECK: what must not be false. */
  public record Check(String name, Scalar condition) {
    /** Fails if it is false for a row. */
    void require(@Nullable Object[] row, KevoTable table, StatementContext context) {
      if (condition.eval(row, context) == Boolean.FALSE) {
        throw SqlState.CHECK_VIOLATION.failure(
            "constraint "
                + name
                + " of table "
                + table.definition().qualifiedName()
                + " is violated");
      }
    }
  }

  /**
   * A foreign key, as the referencing table sees it.
   *
   * @param columns the referencing columns
   * @param parents finds the referenced row by their values
   */
  public record Outgoing(String name, int[] columns, RowLookup parents) {}

  /**
   * A foreign key, as the referenced table sees it.
   *
   * @param table the id of the referencing table
   * @param tableName its name, for messages
   * @param columns the referencing columns
   * @param children finds the referencing rows by the values of their columns
   * @param referenced the referenced columns, in the same order
   * @param parents finds a referenced row by the same values
   * @param defaults the defaults of the referencing columns
   */
  public record Incoming(
      String name,
      long table,
      String tableName,
      int[] columns,
      RowLookup children,
      int[] referenced,
      RowLookup parents,
      List<Scalar> defaults,
      ReferentialAction onDelete,
      ReferentialAction onUpdate) {}

  /** Whether rows are written alone. */
  public boolean isEmpty() {
    return indexes.isEmpty() && computed.isEmpty() && checks.isEmpty() && !hasReferences();
  }

  /** Whether a foreign key starts or ends here. */
  public boolean hasReferences() {
    return !outgoing.isEmpty() || !incoming.isEmpty();
  }

  /** The columns of the old row that removing it needs, those of its key aside. */
  public int[] neededToDelete() {
    Set<Integer> needed = new TreeSet<>();
    for (IndexEntries index : indexes) {
      for (int column : index.inputs()) {
        needed.add(column);
      }
    }
    for (Incoming key : incoming) {
      for (int column : key.referenced) {
        needed.add(column);
      }
    }
    return needed.stream().mapToInt(Integer::intValue).toArray();
  }

  /** What a row meets whose primary key is taken. */
  static SqlStateException duplicate(KevoTable table, @Nullable Object[] row) {
    @Nullable Object[] values = new Object[table.keyColumns().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = row[table.keyColumns()[i]];
    }
    String key = show(table, table.keyColumns(), values);
    return duplicate(table, String.valueOf(table.definition().primaryKeyName()), key);
  }

  /** What a row meets that is not the only one with a key. */
  static SqlStateException duplicate(KevoTable table, String constraint, String key) {
    return SqlState.UNIQUE_VIOLATION.failure(
        "duplicate key in table "
            + table.definition().qualifiedName()
            + ", constraint "
            + constraint
            + ": "
            + key);
  }

  /** A row's columns for messages. */
  static String show(KevoTable table, int[] columns, @Nullable Object[] values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < columns.length; i++) {
      text.append(i == 0 ? "" : ", ").append(table.columnName(columns[i])).append(" = ");
      text.append(show(values[i]));
    }
    return text.toString();
  }

  /** A value for messages, shortened. */
  static String show(@Nullable Object value) {
    String text = String.valueOf(value);
    return text.length() <= VALUE_CHARS_SHOWN ? text : text.substring(0, VALUE_CHARS_SHOWN) + "...";
  }

  static SqlStateException tooLarge(String indexName, @Nullable Throwable cause) {
    return SqlState.LIMIT_EXCEEDED.failure(
        "a row's entry in index " + indexName + " is too large", cause);
  }

  static CorruptionException danglingEntry(TableIndex index) {
    return new CorruptionException(
        "index " + index.definition().name() + " has an entry for a row that is not there");
  }
}
