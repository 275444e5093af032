package dev.kevo.sql.exec;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.LockMode;
import dev.kevo.engine.LockWait;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.parser.ddl.ReferentialAction;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.types.ColumnValues;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The foreign keys of one execution of one statement: what its rows refer to, and what becomes of
 * the rows that referred to those it removed. All that SQL wants checked at the statement's end is
 * done by {@link #finish}. For one thread.
 *
 * <p>Two transactions cannot pass each other: one that refers to a row relies on its reference key
 * ({@link #referenceKey}, or its entry in the unique index) staying as it is, which every removal
 * of the row writes; one that removes a row relies on the keys of its referencing rows.
 */
final class References {
  private final ChangeRules rules;
  private final Transaction transaction;
  private final StatementContext context;
  private final Map<Long, RowWriter> writers = new HashMap<>();

  /** Referenced keys that were looked up and are there, as long as nothing is removed. */
  private final Set<ByteBuffer> present = new HashSet<>();

  private final List<Missing> missing = new ArrayList<>();
  private final List<Abandoned> leftBehind = new ArrayList<>();
  private List<Abandoned> abandoned = new ArrayList<>();

  References(ChangeRules rules, Transaction transaction, StatementContext context) {
    this.rules = rules;
    this.transaction = transaction;
    this.context = context;
  }

  /** A row refers to another one that was not there when it was written. */
  private record Missing(TableRules rules, TableRules.Outgoing key, @Nullable Object[] values) {}

  /**
   * Rows may refer to values that no longer exist.
   *
   * @param values of the referenced columns
   * @param newValues what they became, or null if the row was deleted
   */
  private record Abandoned(
      TableRules.Incoming key,
      ReferentialAction action,
      @Nullable Object[] values,
      @Nullable Object @Nullable [] newValues) {}

  /**
   * A key that every removal of a row writes and nothing else does, in the keyspace of the row: its
   * own key with another tag.
   */
  static byte[] referenceKey(byte[] rowKey) {
    byte[] key = rowKey.clone();
    key[0]++;
    return key;
  }

  void inserted(TableRules table, @Nullable Object[] row) {
    for (TableRules.Outgoing key : table.outgoing()) {
      refer(table, key, row);
    }
  }

  void updated(TableRules table, @Nullable Object[] old, @Nullable Object[] row) {
    for (TableRules.Outgoing key : table.outgoing()) {
      if (differ(key.columns(), old, row)) {
        refer(table, key, row);
      }
    }
    for (TableRules.Incoming key : table.incoming()) {
      if (differ(key.referenced(), old, row)) {
        abandon(table, key, key.onUpdate(), old, values(key.referenced(), row));
      }
    }
  }

  void deleted(TableRules table, @Nullable Object[] old) {
    for (TableRules.Incoming key : table.incoming()) {
      abandon(table, key, key.onDelete(), old, null);
    }
  }

  private static boolean differ(int[] columns, @Nullable Object[] old, @Nullable Object[] row) {
    for (int column : columns) {
      if (!Objects.equals(old[column], row[column])) {
        return true;
      }
    }
    return false;
  }

  /** The values of some columns, all of which must not be NULL to count. */
  private static @Nullable Object[] values(int[] columns, @Nullable Object[] row) {
    @Nullable Object[] values = new Object[columns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = row[columns[i]];
    }
    return values;
  }

  private static boolean hasNull(@Nullable Object[] values) {
    for (Object value : values) {
      if (value == null) {
        return true;
      }
    }
    return false;
  }

  /** A row refers to what a foreign key says, now or at the statement's end. */
  void refer(TableRules table, TableRules.Outgoing key, @Nullable Object[] row) {
    @Nullable Object[] values = values(key.columns(), row);
    if (hasNull(values)) {
      return;
    }
    byte[] parent = key.parents().key(values);
    if (parent == null) {
      throw noParent(table, key, values);
    }
    if (!present.add(ByteBuffer.wrap(parent))) {
      return;
    }
    byte[] guard = key.parents().isByRowKey() ? referenceKey(parent) : parent;
    // Whoever removes the parent waits until this is committed, and finds the child then.
    transaction.lock(key.parents().table().keyspace(), guard, LockMode.SHARED, LockWait.WAIT);
    if (!key.parents().exists(transaction, values, context)) {
      present.remove(ByteBuffer.wrap(parent));
      missing.add(new Missing(table, key, values));
    }
  }

  private void abandon(
      TableRules table,
      TableRules.Incoming key,
      ReferentialAction action,
      @Nullable Object[] old,
      @Nullable Object @Nullable [] newValues) {
    present.clear();
    if (key.parents().isByRowKey()) {
      KevoTable parent = table.table();
      transaction.delete(parent.keyspace(), referenceKey(parent.encodeKey(old)));
    }
    @Nullable Object[] values = values(key.referenced(), old);
    if (hasNull(values)) {
      return;
    }
    Abandoned one = new Abandoned(key, action, values, newValues);
    switch (action) {
      case RESTRICT -> requireNoChildren(table, one);
      case NO_ACTION -> leftBehind.add(one);
      default -> abandoned.add(one);
    }
  }

  private void expectNoOtherChildren(Abandoned one) {
    KeyRange range = one.key.children().range(one.values);
    if (range != null) {
      transaction.expectUnchanged(one.key.children().table().keyspace(), range);
    }
  }

  private void requireNoChildren(TableRules table, Abandoned one) {
    expectNoOtherChildren(one);
    if (one.key.children().exists(transaction, one.values, context)) {
      throw SqlState.FOREIGN_KEY_VIOLATION.failure(
          "constraint "
              + one.key.name()
              + " of table "
              + one.key.tableName()
              + " forbids it: rows there refer to "
              + TableRules.show(table.table(), one.key.referenced(), one.values)
              + " in "
              + table.table().definition().qualifiedName());
    }
  }

  private static SqlStateException noParent(
      TableRules table, TableRules.Outgoing key, @Nullable Object[] values) {
    return SqlState.FOREIGN_KEY_VIOLATION.failure(
        "constraint "
            + key.name()
            + " of table "
            + table.table().definition().qualifiedName()
            + " is violated: "
            + TableRules.show(table.table(), key.columns(), values)
            + " is not in "
            + key.parents().table().definition().qualifiedName());
  }

  /** Carries out the actions, round by round, then checks what must hold at the end. */
  void finish() {
    while (!abandoned.isEmpty()) {
      seeNewestChildren();
      List<Abandoned> round = abandoned;
      abandoned = new ArrayList<>();
      Map<Long, Map<ByteBuffer, Effect>> effects = new LinkedHashMap<>();
      for (Abandoned one : round) {
        expectNoOtherChildren(one);
        collect(one, effects.computeIfAbsent(one.key.table(), id -> new LinkedHashMap<>()));
      }
      effects.forEach((table, rows) -> apply(table, rows.values()));
    }
    if (!leftBehind.isEmpty()) {
      seeNewestChildren();
    }
    for (Abandoned one : leftBehind) {
      if (!one.key.parents().exists(transaction, one.values, context)) {
        requireNoChildren(rules.of(one.key.parents().table().definition().id()), one);
      }
    }
    for (Missing one : missing) {
      if (!one.key.parents().exists(transaction, one.values, context)) {
        throw noParent(one.rules, one.key, one.values);
      }
    }
  }

  /**
   * At READ COMMITTED, lets the statement see children that were committed while it waited for
   * their parents' locks. The statement's own rows are all read and written by now.
   */
  private void seeNewestChildren() {
    transaction.refresh();
  }

  /** What the actions of one round do to one row; several foreign keys may lead to it. */
  private static final class Effect {
    private final @Nullable Object[] old;
    private final @Nullable Object[] row;
    private final Set<String> defaulted = new HashSet<>(0);
    private boolean deleted;

    Effect(@Nullable Object[] old) {
      this.old = old;
      this.row = old.clone();
    }
  }

  /** All rows of a round are found before one is written, as if all happened at once. */
  private void collect(Abandoned one, Map<ByteBuffer, Effect> effects) {
    KevoTable table = one.key.children().table();
    for (@Nullable Object[] old : one.key.children().find(transaction, one.values, context)) {
      ByteBuffer rowKey = ByteBuffer.wrap(table.encodeKey(old));
      Effect effect = effects.computeIfAbsent(rowKey, key -> new Effect(old));
      @Nullable Object[] newValues = one.newValues;
      if (one.action == ReferentialAction.CASCADE && newValues == null) {
        effect.deleted = true;
        continue;
      }
      if (one.action == ReferentialAction.SET_DEFAULT) {
        effect.defaulted.add(one.key.name());
      }
      int[] columns = one.key.columns();
      for (int i = 0; i < columns.length; i++) {
        Object value =
            switch (one.action) {
              case SET_NULL -> null;
              case SET_DEFAULT -> one.key.defaults().get(i).eval(old, context);
              default -> newValues == null ? null : newValues[i];
            };
        effect.row[columns[i]] =
            ColumnValues.convert(value, table.columnType(columns[i]), table.columnName(columns[i]));
      }
    }
  }

  private void apply(long table, Iterable<Effect> effects) {
    RowWriter writer = writer(table);
    List<RowWriter.Update> updates = new ArrayList<>();
    for (Effect effect : effects) {
      context.poll();
      if (effect.deleted) {
        writer.delete(effect.old);
      } else {
        updates.add(new RowWriter.Update(effect.old, effect.row));
      }
    }
    writer.update(updates);
    for (Effect effect : effects) {
      for (TableRules.Outgoing key : rules.of(table).outgoing()) {
        if (!effect.deleted && effect.defaulted.contains(key.name())) {
          // The default may be the very value that is gone, so that nothing has changed.
          refer(rules.of(table), key, effect.row);
        }
      }
    }
  }

  private RowWriter writer(long table) {
    return writers.computeIfAbsent(
        table, id -> new RowWriter(rules.of(id), transaction, context, this));
  }
}
