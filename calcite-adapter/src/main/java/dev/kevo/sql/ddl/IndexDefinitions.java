package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.ConstraintDef;
import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.parser.ddl.CreateIndexStatement;
import dev.kevo.sql.parser.ddl.DropStatement;
import dev.kevo.sql.plan.RowExpression;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** CREATE and DROP INDEX. */
final class IndexDefinitions {
  /** The indexes of a table. */
  static final int INDEXES_MAX = 64;

  /** The keys of an index, and the columns that it includes. */
  static final int KEYS_MAX = 32;

  private final DefinitionScope scope;

  IndexDefinitions(DefinitionScope scope) {
    this.scope = scope;
  }

  /** Defines an index and gives it its entries, all in the transaction. */
  void create(CreateIndexStatement create) {
    define(create, IndexDef.State.READY)
        .ifPresent(index -> new ExistingRows(scope).fill(index.table(), List.of(index.id())));
  }

  /** An index that was defined, by the ids of its table and its own. */
  record Defined(long table, long id) {}

  /** Defines an index without entries; empty if there is one and that is allowed. */
  Optional<Defined> define(CreateIndexStatement create, IndexDef.State state) {
    TableDef table = scope.table(create.table(), false).orElseThrow();
    MappedDefinitions.requireUnmapped(table, "it cannot have indexes");
    String name = name(create, table);
    if (create.ifNotExists() && scope.catalog().tableOfIndex(table.schema(), name).isPresent()) {
      return Optional.empty();
    }
    List<IndexDef.Key> keys = new ArrayList<>();
    for (CreateIndexStatement.Key key : create.keys()) {
      keys.add(key(key, table));
    }
    List<Integer> included = new ArrayList<>();
    for (String column : create.included()) {
      included.add(columnId(table, column));
    }
    if (new HashSet<>(included).size() < included.size()) {
      throw SqlState.DUPLICATE_COLUMN.failure("index " + name + " includes a column twice");
    }
    IndexDef index =
        new IndexDef(scope.editor().nextId(), name, keys, create.unique(), included, state);
    scope.editor().put(with(table, index));
    return Optional.of(new Defined(table.id(), index.id()));
  }

  /** The name that was given, or one made of the table's and the columns'. */
  private String name(CreateIndexStatement create, TableDef table) {
    SqlIdentifier given = create.name();
    if (given != null) {
      String name = DefinitionScope.nameOf(given);
      if (!given.isSimple() && !scope.schemaOf(given).equals(table.schema())) {
        throw SqlState.INVALID_NAME.failure(
            "index " + name + " belongs to the schema of its table, " + table.schema());
      }
      return name;
    }
    String start = table.name();
    for (CreateIndexStatement.Key key : create.keys()) {
      boolean isColumn = key.expression() instanceof SqlIdentifier column && column.isSimple();
      start += "_" + (isColumn ? key.expression() : "EXPR");
    }
    start = start.substring(0, Math.min(start.length(), ConstraintDefinitions.NAME_CHARS_MAX));
    String name = start + "_IDX";
    for (int i = 1; isTaken(table, name); i++) {
      name = start + "_IDX" + i;
    }
    return name;
  }

  private boolean isTaken(TableDef table, String name) {
    return scope.catalog().tableOfIndex(table.schema(), name).isPresent()
        || table.indexes().stream().anyMatch(other -> other.name().equals(name));
  }

  /** The table with one more index. */
  TableDef with(TableDef table, IndexDef index) {
    if (isTaken(table, index.name())) {
      throw SqlState.DUPLICATE_OBJECT.failure(
          "index " + table.schema() + "." + index.name() + " already exists");
    }
    if (index.keys().size() > KEYS_MAX || index.included().size() > KEYS_MAX) {
      throw SqlState.LIMIT_EXCEEDED.failure(
          "an index has at most " + KEYS_MAX + " keys and includes at most as many columns");
    }
    if (table.indexes().size() == INDEXES_MAX) {
      throw SqlState.LIMIT_EXCEEDED.failure("a table has at most " + INDEXES_MAX + " indexes");
    }
    List<IndexDef> indexes = new ArrayList<>(table.indexes());
    indexes.add(index);
    return table.withRules(indexes, table.constraints());
  }

  private IndexDef.Key key(CreateIndexStatement.Key key, TableDef table) {
    SqlNode expression = key.expression();
    if (expression instanceof SqlIdentifier name && name.isSimple()) {
      int id = columnId(table, name.getSimple());
      return new IndexDef.Key(id, null, null, key.descending());
    }
    RowExpression checked = scope.expression(expression, table);
    if (!checked.deterministic() || checked.columns().isEmpty()) {
      throw SqlState.INVALID_TABLE_DEFINITION.failure(
          "an index's expression depends on its row's columns alone");
    }
    ColumnType type = checked.type().withNullable(true);
    return new IndexDef.Key(-1, ColumnExpressions.text(expression), type, key.descending());
  }

  /** The id of a column that must be there. */
  static int columnId(TableDef table, String column) {
    int ordinal = table.columnIndex(column);
    if (ordinal < 0) {
      throw SqlState.UNDEFINED_COLUMN.failure(
          "table " + table.qualifiedName() + " has no column " + column);
    }
    return table.columns().get(ordinal).id();
  }

  void drop(SqlIdentifier identifier, DropStatement drop) {
    String schema = scope.schemaOf(identifier);
    String name = DefinitionScope.nameOf(identifier);
    Optional<TableDef> table = scope.catalog().tableOfIndex(schema, name);
    if (table.isEmpty()) {
      if (drop.ifExists()) {
        return;
      }
      throw SqlState.UNDEFINED_OBJECT.failure("index " + schema + "." + name + " does not exist");
    }
    IndexDef index =
        table.get().indexes().stream().filter(i -> i.name().equals(name)).findAny().orElseThrow();
    for (ConstraintDef constraint : table.get().constraints()) {
      if (indexOf(constraint) == index.id()) {
        throw SqlState.DEPENDENT_OBJECTS.failure(
            "constraint " + constraint.name() + " needs index " + schema + "." + name);
      }
    }
    if (scope.store().builds().isRunning(index.id())) {
      throw SqlState.IN_USE.failure(
          "index " + schema + "." + name + " is being built; cancel the statement that builds it");
    }
    scope.editor().put(without(table.get(), index.id()));
  }

  /** The id of the index that was made for a constraint, or 0. */
  static long indexOf(ConstraintDef constraint) {
    if (constraint instanceof ConstraintDef.Unique unique) {
      return unique.indexId();
    }
    return constraint instanceof ConstraintDef.ForeignKey key ? key.indexId() : 0;
  }

  /** The table without an index, whose entries are deleted after the commit. */
  TableDef without(TableDef table, long index) {
    scope.editor().removeEntries(index);
    return table.withRules(
        table.indexes().stream().filter(other -> other.id() != index).toList(),
        table.constraints());
  }
}
