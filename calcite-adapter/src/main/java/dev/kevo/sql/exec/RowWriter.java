package dev.kevo.sql.exec;

import dev.kevo.engine.LockMode;
import dev.kevo.engine.LockWait;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.types.ColumnValues;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one table for one execution of one statement, with the entries of their indexes,
 * and holds them against the table's constraints: every INSERT, UPDATE, DELETE, UPSERT and MERGE
 * ends here. For one thread.
 *
 * <p>Rows have one value of its column's type per column, a hidden row id included.
 */
final class RowWriter {
  private final TableRules rules;
  private final KevoTable table;
  private final Transaction transaction;
  private final StatementContext context;
  private final @Nullable References references;
  private @Nullable EntryWriter entryWriter;
  private final Slice found = new Slice();
  private final boolean remembers;
  private final List<@Nullable Object[]> written;

  /**
   * A writer for the table that a statement is about.
   *
   * @param remembers whether {@link #written} will be asked for
   */
  RowWriter(
      ChangeRules rules, Transaction transaction, StatementContext context, boolean remembers) {
    this(
        rules.root(),
        transaction,
        context,
        rules.root().hasReferences() ? new References(rules, transaction, context) : null,
        remembers);
  }

  /** A writer for a table that is changed by foreign keys. */
  RowWriter(
      TableRules rules,
      Transaction transaction,
      StatementContext context,
      @Nullable References references) {
    this(rules, transaction, context, references, false);
  }

  private RowWriter(
      TableRules rules,
      Transaction transaction,
      StatementContext context,
      @Nullable References references,
      boolean remembers) {
    this.remembers = remembers;
    this.written = remembers ? new ArrayList<>() : List.of();
    this.rules = rules;
    this.table = rules.table();
    this.transaction = transaction;
    this.context = context;
    this.references = references;
    byte[] definition = table.definitionKey();
    if (definition != null) {
      // Whoever changes the table's definition waits until this is committed, and knows it then.
      transaction.lock(table.keyspace(), definition, LockMode.SHARED, LockWait.WAIT);
    }
  }

  /**
   * A row and what takes its place.
   *
   * @param old as it is stored
   * @param row as it is to be
   */
  record Update(@Nullable Object[] old, @Nullable Object[] row) {}

  /** Adds a row; 23505 if its key is taken. */
  void insert(@Nullable Object[] row) {
    complete(row);
    insertCompleted(row);
  }

  /** Adds a row for which {@link #complete} was called; 23505 if its key is taken. */
  void insertCompleted(@Nullable Object[] row) {
    byte[] key = table.encodeKey(row);
    if (!table.definition().hasRowId() && isTaken(key)) {
      throw TableRules.duplicate(table, row);
    }
    // The row before its entries, as whoever deletes it does: so none of the two has half the
    // locks.
    put(key, row);
    for (IndexEntries index : rules.indexes()) {
      put(index, index.of(row, key, context), row);
    }
    if (references != null) {
      references.inserted(rules, row);
    }
  }

  /** Adds a row in the place of the one that has its key, if there is one. */
  void replace(@Nullable Object[] row) {
    if (rules.indexes().isEmpty() && !rules.hasReferences() && !table.valuesHoldMore()) {
      complete(row);
      put(table.encodeKey(row), row);
      return;
    }
    byte[] key = table.encodeKey(row);
    if (table.definition().hasRowId() || !exists(key)) {
      insert(row);
      return;
    }
    update(decodeFound(key), row);
  }

  /** The row under a key, whose value was found. */
  private @Nullable Object[] decodeFound(byte[] key) {
    @Nullable Object[] row = new Object[table.columnCount()];
    int[] all = IntStream.range(0, row.length).toArray();
    if (!table.decoder(all).decode(new Slice(key), found, row)) {
      throw SqlState.UNIQUE_VIOLATION.failure(
          "a value that is no row of " + table.definition().qualifiedName() + " has the row's key");
    }
    return row;
  }

  /**
   * The row that is there and would make a new one violate a unique constraint, or null.
   *
   * @param constraint the name of the constraint or unique index that is meant, or null for any
   */
  @Nullable Object @Nullable [] conflicting(@Nullable String constraint, @Nullable Object[] row) {
    byte[] key = table.encodeKey(row);
    if ((constraint == null || constraint.equals(table.definition().primaryKeyName()))
        && !table.definition().hasRowId()
        && exists(key)) {
      return decodeFound(key);
    }
    for (IndexEntries index : rules.indexes()) {
      boolean meant = constraint == null || constraint.equals(index.index().definition().name());
      IndexEntries.Entry entry = meant && index.isUnique() ? index.of(row, key, context) : null;
      if (entry != null && entry.alone() && entries().find(index, entry, found)) {
        byte[] rowKey = index.index().codec().rowKey(new Slice(entry.key()), found);
        if (!exists(rowKey)) {
          throw TableRules.danglingEntry(index.index());
        }
        return decodeFound(rowKey);
      }
    }
    return null;
  }

  /**
   * The rows that the statement wrote so far, in their order: new ones as they are now, deleted
   * ones as they were.
   */
  List<@Nullable Object[]> written() {
    return written;
  }

  /**
   * Whether updates of these columns must all be known before the first one is written, since one
   * row may take the key that another one gives up.
   */
  boolean mustCollect(int[] updated) {
    for (int key : table.keyColumns()) {
      for (int column : updated) {
        if (column == key) {
          return true;
        }
      }
    }
    for (IndexEntries index : rules.indexes()) {
      if (!rules.computed().isEmpty() || index.isUniquenessTouchedBy(updated)) {
        return true;
      }
    }
    return false;
  }

  /** Updates one row whose key stays. */
  void update(@Nullable Object[] old, @Nullable Object[] row) {
    complete(row);
    byte[] key = table.encodeKey(old);
    put(key, row, stored(key));
    for (IndexEntries index : rules.indexes()) {
      if (index.mayDiffer(old, row)) {
        IndexEntries.Entry before = index.of(old, key, context);
        IndexEntries.Entry after = index.of(row, key, context);
        if (!Arrays.equals(before.key(), after.key())) {
          entries().delete(index, before);
          put(index, after, row);
        } else if (!Arrays.equals(before.value(), after.value())) {
          entries().put(index, after);
        }
      }
    }
    if (references != null) {
      references.updated(rules, old, row);
    }
  }

  /** The value under a key if an update must keep some of it, else null. */
  private @Nullable Slice stored(byte[] key) {
    if (!table.valuesHoldMore() || !exists(key)) {
      return null;
    }
    return new Slice(found.toByteArray());
  }

  /** Updates rows: all old keys go before the first new one is looked up. */
  void update(List<Update> updates) {
    if (updates.isEmpty()) {
      return;
    }
    byte[][] from = new byte[updates.size()][];
    byte[][] to = new byte[updates.size()][];
    @Nullable Slice[] stored = new Slice[from.length];
    for (int i = 0; i < from.length; i++) {
      context.poll();
      Update update = updates.get(i);
      complete(update.row);
      from[i] = table.encodeKey(update.old);
      to[i] = table.encodeKey(update.row);
      boolean moved = !Arrays.equals(from[i], to[i]);
      stored[i] = stored(from[i]);
      if (moved) {
        transaction.delete(table.keyspace(), from[i]);
      }
      for (IndexEntries index : rules.indexes()) {
        if (moved || index.mayDiffer(update.old, update.row)) {
          entries().delete(index, index.of(update.old, from[i], context));
        }
      }
    }
    for (int i = 0; i < from.length; i++) {
      context.poll();
      Update update = updates.get(i);
      boolean moved = !Arrays.equals(from[i], to[i]);
      if (moved && isTaken(to[i])) {
        throw TableRules.duplicate(table, update.row);
      }
      for (IndexEntries index : rules.indexes()) {
        if (moved || index.mayDiffer(update.old, update.row)) {
          put(index, index.of(update.row, to[i], context), update.row);
        }
      }
      put(to[i], update.row, stored[i]);
      if (references != null) {
        references.updated(rules, update.old, update.row);
      }
    }
  }

  /** Removes a row, of which {@link TableRules#neededToDelete} and the key's columns are known. */
  void delete(@Nullable Object[] old) {
    byte[] key = table.encodeKey(old);
    transaction.delete(table.keyspace(), key);
    for (IndexEntries index : rules.indexes()) {
      entries().delete(index, index.of(old, key, context));
    }
    if (references != null) {
      references.deleted(rules, old);
    }
    if (remembers) {
      written.add(old);
    }
  }

  /** Ends the statement: what only holds for all of its rows together is looked at now. */
  void finish() {
    if (references != null) {
      references.finish();
    }
  }

  /** Most tables that are written row by row have no indexes. */
  private EntryWriter entries() {
    EntryWriter writer = entryWriter;
    if (writer == null) {
      writer = new EntryWriter(table.keyspace(), transaction);
      entryWriter = writer;
    }
    return writer;
  }

  /** Computes what is computed, and checks what is checked. */
  void complete(@Nullable Object[] row) {
    for (TableRules.Computed computed : rules.computed()) {
      int column = computed.column();
      Object value = computed.expression().eval(row, context);
      row[column] = ColumnValues.convert(value, table.columnType(column), table.columnName(column));
    }
    for (TableRules.Check check : rules.checks()) {
      check.require(row, table, context);
    }
  }

  /** Whether a key that must be free is not, once nobody else is about to free it. */
  private boolean isTaken(byte[] key) {
    return exists(key)
        && transaction.lock(table.keyspace(), key, LockMode.EXCLUSIVE, LockWait.WAIT);
  }

  private boolean exists(byte[] key) {
    return transaction.get(table.keyspace(), key, found);
  }

  private void put(byte[] key, @Nullable Object[] row) {
    put(key, row, null);
  }

  private void put(byte[] key, @Nullable Object[] row, @Nullable Slice stored) {
    byte[] value = stored == null ? table.encodeValue(row) : table.encodeValue(row, stored);
    try {
      transaction.put(table.keyspace(), key, value);
    } catch (IllegalArgumentException e) {
      throw SqlState.LIMIT_EXCEEDED.failure(
          "a row of " + table.definition().qualifiedName() + " is too large", e);
    }
    if (remembers) {
      written.add(row);
    }
  }

  private void put(IndexEntries index, IndexEntries.Entry entry, @Nullable Object[] row) {
    if (entry.alone() && entries().isTaken(index, entry)) {
      throw duplicate(index, row);
    }
    entries().put(index, entry);
  }

  private SqlStateException duplicate(IndexEntries index, @Nullable Object[] row) {
    return TableRules.duplicate(table, index.index().definition().name(), index.show(row, context));
  }
}
