package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.CatalogEditor;
import dev.kevo.sql.catalog.ConstraintDef;
import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.parser.ddl.AlterTableAction;
import dev.kevo.sql.parser.ddl.ConstraintClause;
import dev.kevo.sql.plan.RowExpression;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** UNIQUE, CHECK and FOREIGN KEY constraints: defined with their table, added, dropped. */
final class ConstraintDefinitions {
  /** The constraints of a table, its primary key and NOT NULL aside. */
  static final int CONSTRAINTS_MAX = 256;

  /** The start of a name that is made of columns; what follows makes it unique. */
  static final int NAME_CHARS_MAX = 100;

  private final DefinitionScope scope;
  private final IndexDefinitions indexes;

  ConstraintDefinitions(DefinitionScope scope) {
    this.scope = scope;
    this.indexes = new IndexDefinitions(scope);
  }

  /** A new table with a constraint. */
  TableDef with(TableDef table, ConstraintClause clause) {
    if (table.constraints().size() == CONSTRAINTS_MAX) {
      throw SqlState.LIMIT_EXCEEDED.failure(
          "a table has at most " + CONSTRAINTS_MAX + " constraints");
    }
    SqlNode condition = clause.condition();
    if (condition != null) {
      return withCheck(table, clause, condition);
    }
    ConstraintClause.References references = clause.references();
    return references == null
        ? withUnique(table, clause)
        : withForeignKey(table, clause, references);
  }

  /** Adds a constraint to a table that may have rows. */
  void add(TableDef table, ConstraintClause clause) {
    TableDef changed = with(table, clause);
    scope.editor().put(changed);
    List<Long> known = table.indexes().stream().map(IndexDef::id).toList();
    List<Long> added = new ArrayList<>();
    for (IndexDef index : changed.indexes()) {
      if (!known.contains(index.id())) {
        added.add(index.id());
      }
    }
    ExistingRows rows = new ExistingRows(scope);
    rows.fill(table.id(), added);
    ConstraintDef constraint = changed.constraints().get(changed.constraints().size() - 1);
    if (!(constraint instanceof ConstraintDef.Unique)) {
      rows.validate(changed, constraint.name());
    }
  }

  private static TableDef with(TableDef table, ConstraintDef constraint) {
    List<ConstraintDef> constraints = new ArrayList<>(table.constraints());
    constraints.add(constraint);
    return table.withRules(table.indexes(), constraints);
  }

  private static List<Integer> columnIds(TableDef table, List<String> names) {
    List<Integer> ids = new ArrayList<>();
    for (String name : names) {
      int id = IndexDefinitions.columnId(table, name);
      if (ids.contains(id)) {
        throw SqlState.DUPLICATE_COLUMN.failure("a constraint has column " + name + " twice");
      }
      ids.add(id);
    }
    return ids;
  }

  /** The name that was given, or one made of a prefix, the table and columns. */
  private String name(
      TableDef table, ConstraintClause clause, String prefix, List<String> columns) {
    String given = clause.name();
    if (given != null) {
      if (isTaken(table, given)) {
        throw SqlState.DUPLICATE_OBJECT.failure(
            "constraint " + given + " of table " + table.qualifiedName() + " already exists");
      }
      return given;
    }
    String start = prefix + "_" + table.name();
    for (String column : columns) {
      start += "_" + column;
    }
    start = start.substring(0, Math.min(start.length(), NAME_CHARS_MAX));
    String name = start;
    for (int i = 2; isTaken(table, name); i++) {
      name = start + "_" + i;
    }
    return name;
  }

  /** Whether something in the table's or, of indexes, its schema's way has a name. */
  boolean isTaken(TableDef table, String name) {
    return name.equals(table.primaryKeyName())
        || table.constraints().stream().anyMatch(other -> other.name().equals(name))
        || table.indexes().stream().anyMatch(other -> other.name().equals(name))
        || scope.catalog().tableOfIndex(table.schema(), name).isPresent();
  }

  private TableDef withUnique(TableDef table, ConstraintClause clause) {
    List<Integer> columns = columnIds(table, clause.columns());
    String name = name(table, clause, "UQ", clause.columns());
    IndexDef index = index(name, columns, true);
    return with(indexes.with(table, index), new ConstraintDef.Unique(name, columns, index.id()));
  }

  private IndexDef index(String name, List<Integer> columns, boolean unique) {
    List<IndexDef.Key> keys = columns.stream().map(IndexDef.Key::ascending).toList();
    long id = scope.editor().nextId();
    return new IndexDef(id, name, keys, unique, List.of(), IndexDef.State.READY);
  }

  private TableDef withCheck(TableDef table, ConstraintClause clause, SqlNode condition) {
    RowExpression checked = scope.expression(condition, table);
    if (checked.type().typeName() != SqlTypeName.BOOLEAN) {
      throw SqlState.TYPE_MISMATCH.failure("the condition of a check is BOOLEAN");
    }
    if (!checked.deterministic()) {
      throw SqlState.INVALID_TABLE_DEFINITION.failure(
          "the condition of a check depends on its row's columns alone");
    }
    List<Integer> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    checked.columns().stream()
        .sorted()
        .forEach(
            ordinal -> {
              columns.add(table.columns().get(ordinal).id());
              names.add(table.columns().get(ordinal).name());
            });
    String name = name(table, clause, "CK", names);
    return with(table, new ConstraintDef.Check(name, columns, ColumnExpressions.text(condition)));
  }

  private TableDef withForeignKey(
      TableDef table, ConstraintClause clause, ConstraintClause.References references) {
    TableDef parent = referenced(table, references.table());
    MappedDefinitions.requireUnmapped(parent, "no foreign key can reference it");
    if (parent.session() != table.session()) {
      throw SqlState.INVALID_FOREIGN_KEY.failure(
          "temporary tables reference each other only: "
              + table.qualifiedName()
              + " and "
              + parent.qualifiedName());
    }
    List<Integer> columns = columnIds(table, clause.columns());
    List<Integer> referencedColumns =
        references.columns() == null
            ? parent.primaryKeyIds()
            : columnIds(parent, ConstraintClause.names(references.columns()));
    String name = name(table, clause, "FK", clause.columns());
    requireKey(parent, referencedColumns, name);
    if (columns.size() != referencedColumns.size()) {
      throw SqlState.INVALID_FOREIGN_KEY.failure(
          "constraint " + name + " needs as many columns as it references");
    }
    for (int i = 0; i < columns.size(); i++) {
      requireComparable(table, columns.get(i), parent, referencedColumns.get(i), name);
    }
    TableDef changed = table;
    long indexId = 0;
    if (!isFound(table, columns)) {
      IndexDef index = index(name, columns, false);
      changed = indexes.with(table, index);
      indexId = index.id();
    }
    if (parent.id() != table.id()) {
      // Whoever changes rows of the parent must learn of the children.
      scope.editor().put(parent);
    }
    return with(
        changed,
        new ConstraintDef.ForeignKey(
            name,
            columns,
            parent.id(),
            referencedColumns,
            references.onDelete(),
            references.onUpdate(),
            indexId));
  }

  private TableDef referenced(TableDef table, SqlIdentifier name) {
    boolean itself =
        DefinitionScope.nameOf(name).equals(table.name())
            && scope.schemaOf(name).equals(table.schema());
    return itself ? table : scope.table(name, false).orElseThrow();
  }

  private static void requireKey(TableDef parent, List<Integer> columns, String name) {
    Set<Integer> wanted = new HashSet<>(columns);
    boolean found = !columns.isEmpty() && wanted.equals(new HashSet<>(parent.primaryKeyIds()));
    for (ConstraintDef constraint : parent.constraints()) {
      found |=
          constraint instanceof ConstraintDef.Unique
              && wanted.equals(new HashSet<>(constraint.columns()));
    }
    if (!found) {
      throw SqlState.INVALID_FOREIGN_KEY.failure(
          "constraint "
              + name
              + " must reference the primary key or a unique constraint of "
              + parent.qualifiedName());
    }
  }

  private static void requireComparable(
      TableDef table, int column, TableDef parent, int referenced, String name) {
    ColumnType type = table.columnOfId(column).type();
    ColumnType other = parent.columnOfId(referenced).type();
    boolean numbers =
        SqlTypeName.EXACT_TYPES.contains(type.typeName())
            && SqlTypeName.EXACT_TYPES.contains(other.typeName());
    boolean same =
        type.typeName() == other.typeName()
            && (type.typeName() != SqlTypeName.CHAR || type.precision() == other.precision())
            && Objects.equals(type.element(), other.element());
    if (!numbers && !same) {
      throw SqlState.TYPE_MISMATCH.failure(
          "constraint "
              + name
              + ": column "
              + table.columnOfId(column).name()
              + " is "
              + type.withNullable(true)
              + ", what it references is "
              + other.withNullable(true));
    }
  }

  /** Whether rows can be found by the columns already. */
  private static boolean isFound(TableDef table, List<Integer> columns) {
    Set<Integer> wanted = new HashSet<>(columns);
    if (leads(table.primaryKeyIds(), wanted)) {
      return true;
    }
    for (ConstraintDef constraint : table.constraints()) {
      if (constraint instanceof ConstraintDef.Unique && leads(constraint.columns(), wanted)) {
        return true;
      }
    }
    return false;
  }

  private static boolean leads(List<Integer> key, Set<Integer> wanted) {
    return key.size() >= wanted.size()
        && wanted.equals(new HashSet<>(key.subList(0, wanted.size())));
  }

  /** DROP CONSTRAINT, of a constraint that is not the primary key. */
  void drop(TableDef table, AlterTableAction.DropConstraint drop) {
    String name = drop.constraint().getSimple();
    ConstraintDef constraint = find(table, name);
    if (constraint == null) {
      if (drop.ifExists()) {
        return;
      }
      throw noSuchConstraint(table, name);
    }
    TableDef current = table;
    if (constraint instanceof ConstraintDef.Unique) {
      releaseReferences(table, constraint.columns(), name, drop.cascade());
      current = scope.catalog().table(table.id()).orElseThrow();
    }
    scope.editor().put(without(current, constraint));
  }

  static SqlStateException noSuchConstraint(TableDef table, String name) {
    return SqlState.UNDEFINED_OBJECT.failure(
        "table " + table.qualifiedName() + " has no constraint " + name);
  }

  private static @Nullable ConstraintDef find(TableDef table, String name) {
    return table.constraints().stream()
        .filter(constraint -> constraint.name().equals(name))
        .findAny()
        .orElse(null);
  }

  /** The table without a constraint and the index that was made for it. */
  TableDef without(TableDef table, ConstraintDef constraint) {
    long index = IndexDefinitions.indexOf(constraint);
    TableDef rest = index == 0 ? table : indexes.without(table, index);
    return rest.withRules(
        rest.indexes(),
        rest.constraints().stream()
            .filter(other -> !other.name().equals(constraint.name()))
            .toList());
  }

  /**
   * Removes the foreign keys that reference columns of a table which stop to be a key.
   *
   * @param columns null for any
   * @param what stops to be, for messages
   */
  void releaseReferences(
      TableDef table, @Nullable List<Integer> columns, String what, boolean cascade) {
    CatalogEditor editor = scope.editor();
    for (Catalog.Reference reference : scope.catalog().references(table.id())) {
      ConstraintDef.ForeignKey key = reference.key();
      boolean gone = columns == null && reference.table().id() == table.id();
      boolean other =
          columns != null && !new HashSet<>(columns).equals(new HashSet<>(key.referencedColumns()));
      if (gone || other) {
        continue;
      }
      if (!cascade) {
        throw SqlState.DEPENDENT_OBJECTS.failure(
            "constraint "
                + key.name()
                + " of table "
                + reference.table().qualifiedName()
                + " depends on "
                + what);
      }
      TableDef child = scope.catalog().table(reference.table().id()).orElseThrow();
      editor.put(without(child, key));
    }
  }
}
