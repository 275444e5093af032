package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.CatalogEditor;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.ColumnGeneration;
import dev.kevo.sql.catalog.ConstraintDef;
import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.catalog.SequenceDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.TableDraft;
import dev.kevo.sql.parser.KevoParser;
import dev.kevo.sql.parser.ddl.AlterTableAction;
import dev.kevo.sql.parser.ddl.ColumnClause;
import dev.kevo.sql.row.RowCodec;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.ColumnValues;
import dev.kevo.sql.types.DeclaredType;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** What ALTER TABLE does to the columns of one table. */
final class ColumnAlterations {
  private final DefinitionScope scope;
  private final TableDef table;
  private final CatalogEditor editor;
  private final OwnStatements statements;

  ColumnAlterations(DefinitionScope scope, TableDef table) {
    this.scope = scope;
    this.table = table;
    this.editor = scope.editor();
    this.statements = new OwnStatements(scope);
  }

  private ColumnDef column(SqlIdentifier name) {
    int ordinal = table.columnIndex(name.getSimple());
    if (ordinal < 0) {
      throw at(
          SqlState.UNDEFINED_COLUMN,
          "table " + table.qualifiedName() + " has no column " + name.getSimple(),
          name);
    }
    return table.columns().get(ordinal);
  }

  private static SqlStateException at(SqlState state, String message, SqlNode node) {
    return SqlErrors.at(state, message, node.getParserPosition());
  }

  private static SqlStateException invalid(String message, SqlNode node) {
    return at(SqlState.INVALID_TABLE_DEFINITION, message, node);
  }

  /** Puts the table with a changed column, and looks whether views can live with it. */
  private void put(ColumnDef column) {
    editor.put(table.withColumn(column));
    recheckViews(false);
  }

  private void recheckViews(boolean cascade) {
    new ViewDefinitions(scope).recheck(table.id(), "table " + table.qualifiedName(), cascade);
  }

  /** Adds a column; gives the constraints that were declared with it. */
  List<SqlNode> add(AlterTableAction.AddColumn add) {
    ColumnClause clause = (ColumnClause) add.elements().get(0);
    if (table.columnIndex(clause.name()) >= 0) {
      if (add.ifNotExists()) {
        return List.of();
      }
      throw at(
          SqlState.DUPLICATE_COLUMN,
          "table " + table.qualifiedName() + " already has a column " + clause.name(),
          clause);
    }
    if (table.columns().size() == TableDraft.COLUMNS_MAX) {
      throw SqlState.LIMIT_EXCEEDED.failure(
          "a table has at most " + TableDraft.COLUMNS_MAX + " columns");
    }
    ColumnType type = ColumnDefinitions.type(clause);
    int id = table.nextColumnId();
    ColumnGeneration generation =
        new ColumnDefinitions(scope).generation(clause, type, table.id(), table.schema(), id);
    ColumnDef column = new ColumnDef(id, clause.name(), type, generation, null, null);
    if (clause.computed() != null || isNumbered(generation) || isRandom(clause)) {
      addFilled(column, clause);
    } else {
      addDefaulted(column, clause);
    }
    recheckViews(false);
    return add.elements().subList(1, add.elements().size());
  }

  private static boolean isNumbered(@Nullable ColumnGeneration generation) {
    return generation instanceof ColumnGeneration.Identity
        || (generation instanceof ColumnGeneration.Default given && !given.uses().isEmpty());
  }

  private boolean isRandom(ColumnClause clause) {
    SqlNode value = clause.defaultValue();
    return value != null && scope.isRandom(value);
  }

  private TableDef with(ColumnDef column) {
    List<ColumnDef> columns = new ArrayList<>(table.columns());
    columns.add(column);
    return table.withColumns(columns);
  }

  /** Rows that are there answer what the default is now, and are not touched. */
  private void addDefaulted(ColumnDef column, ColumnClause clause) {
    SqlNode value = clause.defaultValue();
    Object absent =
        value == null
            ? null
            : new ColumnExpressions(scope)
                .value(value, column.type().withNullable(true), column.name());
    if (absent == null && !column.type().nullable() && statements.hasRow(table, "TRUE")) {
      throw at(
          SqlState.NULL_NOT_ALLOWED,
          "column " + column.name() + " is NOT NULL and has no default for the rows that are there",
          clause);
    }
    editor.put(
        with(
            absent == null
                ? column
                : column.withAbsent(RowCodec.encodeAbsent(column.type(), absent))));
  }

  /** Rows that are there get a value each. */
  private void addFilled(ColumnDef column, ColumnClause clause) {
    TableDef changed = with(column.withType(column.type().withNullable(true)));
    if (clause.computed() != null) {
      changed = new ColumnExpressions(scope).withComputed(changed, clause);
    }
    editor.put(changed);
    statements.setToDefault(changed, column.name());
    if (!column.type().nullable()) {
      requireNoNulls(changed, column, clause);
      ColumnDef filled = changed.columnOfId(column.id());
      editor.put(changed.withColumn(filled.withType(column.type())));
    }
  }

  private void requireNoNulls(TableDef changed, ColumnDef column, SqlNode place) {
    if (statements.hasRow(changed, OwnStatements.quoted(column.name()) + " IS NULL")) {
      throw at(
          SqlState.NULL_NOT_ALLOWED,
          "column " + column.name() + " of table " + changed.qualifiedName() + " has NULLs",
          place);
    }
  }

  void drop(AlterTableAction.DropColumn drop) {
    if (drop.ifExists() && table.columnIndex(drop.column().getSimple()) < 0) {
      return;
    }
    ColumnDef column = column(drop.column());
    if (table.isKeyColumn(table.ordinal(column.id()))) {
      throw invalid(
          "column " + column.name() + " is part of the primary key of " + table.qualifiedName(),
          drop.column());
    }
    if (table.columns().size() == 1) {
      throw invalid("a table keeps one column at least", drop.column());
    }
    releaseReferences(column, drop.cascade());
    TableDef without = withoutRules(scope.catalog().table(table.id()).orElseThrow(), column);
    List<ColumnDef> columns = new ArrayList<>();
    for (ColumnDef other : without.columns()) {
      boolean uses =
          other.generation() instanceof ColumnGeneration.Computed computed
              && computed.columns().contains(column.id());
      if (uses && !drop.cascade()) {
        throw at(
            SqlState.DEPENDENT_OBJECTS,
            "column " + other.name() + " is computed from column " + column.name(),
            drop.column());
      }
      if (uses) {
        without = withoutRules(without, other);
      } else if (other.id() != column.id()) {
        columns.add(other);
      }
    }
    editor.put(without.withColumns(columns));
    if (column.generation() instanceof ColumnGeneration.Identity identity) {
      editor.remove(sequence(identity));
    }
    recheckViews(drop.cascade());
  }

  /** Removes the foreign keys that reference a column. */
  private void releaseReferences(ColumnDef column, boolean cascade) {
    for (Catalog.Reference reference : scope.catalog().references(table.id())) {
      if (reference.key().referencedColumns().contains(column.id())) {
        new ConstraintDefinitions(scope)
            .releaseReferences(
                table, reference.key().referencedColumns(), "column " + column.name(), cascade);
      }
    }
  }

  /** The table without the constraints and indexes that a column is part of. */
  private TableDef withoutRules(TableDef from, ColumnDef column) {
    TableDef result = from;
    ConstraintDefinitions constraints = new ConstraintDefinitions(scope);
    for (ConstraintDef constraint : from.constraints()) {
      if (constraint.columns().contains(column.id())) {
        result = constraints.without(result, constraint);
      }
    }
    for (IndexDef index : result.indexes()) {
      if (mentions(index, column)) {
        result = new IndexDefinitions(scope).without(result, index.id());
      }
    }
    return result;
  }

  private boolean mentions(IndexDef index, ColumnDef column) {
    if (index.included().contains(column.id())) {
      return true;
    }
    for (IndexDef.Key key : index.keys()) {
      if (key.columnId() == column.id()) {
        return true;
      }
      if (key.expressionSql() != null) {
        SqlNode expression = KevoParser.parseExpression(key.expressionSql());
        if (scope.expression(expression, table).columns().contains(table.ordinal(column.id()))) {
          return true;
        }
      }
    }
    return false;
  }

  private SequenceDef sequence(ColumnGeneration.Identity identity) {
    return scope.catalog().sequence(identity.sequence()).orElseThrow();
  }

  void rename(AlterTableAction.RenameColumn rename) {
    ColumnDef column = column(rename.column());
    String name = rename.newName().getSimple();
    if (name.equals(column.name())) {
      return;
    }
    if (table.columnIndex(name) >= 0) {
      throw at(
          SqlState.DUPLICATE_COLUMN,
          "table " + table.qualifiedName() + " already has a column " + name,
          rename.newName());
    }
    editor.put(RenamedColumn.of(table, column, name));
    recheckViews(false);
  }

  void setDefault(AlterTableAction.SetDefault set) {
    ColumnDef column = column(set.column());
    if (column.isIdentity() || column.isComputed()) {
      throw invalid("column " + column.name() + " is generated and has no default", set.column());
    }
    SqlNode value = set.value();
    put(
        column.withGeneration(
            value == null
                ? null
                : new ColumnExpressions(scope)
                    .defaultOf(value, column.type(), column.name(), column.id())));
  }

  void setNullable(AlterTableAction.SetNullable set) {
    ColumnDef column = column(set.column());
    if (set.nullable() && (column.isIdentity() || table.isKeyColumn(table.ordinal(column.id())))) {
      throw invalid(
          "column " + column.name() + " is numbered or part of the primary key and cannot be NULL",
          set.column());
    }
    if (set.nullable() == column.type().nullable()) {
      return;
    }
    if (!set.nullable()) {
      requireNoNulls(table, column, set.column());
    }
    put(column.withType(column.type().withNullable(set.nullable())));
  }

  void setType(AlterTableAction.SetType set) {
    ColumnDef column = column(set.column());
    ColumnType from = column.type();
    ColumnType to = DeclaredType.of(set.type().withNullable(from.nullable()));
    if (from.equals(to)) {
      return;
    }
    if (!WidenedTypes.isLossless(from, to)) {
      throw at(
          SqlState.NOT_SUPPORTED,
          "column "
              + column.name()
              + " is "
              + from.withNullable(true)
              + "; not every value of it is a "
              + to.withNullable(true),
          set.type());
    }
    requireUnused(column, set.column());
    ColumnDef changed = column.withType(to);
    if (column.absent() != null) {
      Object absent = Objects.requireNonNull(RowCodec.decodeAbsent(from, column.absent()));
      Object converted = Objects.requireNonNull(ColumnValues.convert(absent, to, column.name()));
      changed = changed.withAbsent(RowCodec.encodeAbsent(to, converted));
    }
    boolean isKey =
        table.isKeyColumn(table.ordinal(column.id()))
            || table.indexes().stream().anyMatch(index -> mentions(index, column));
    if (WidenedTypes.isSameInRows(from, to) && (!isKey || WidenedTypes.isSameInKeys(from, to))) {
      editor.put(table.withColumn(changed));
    } else {
      new ExistingRows(scope).rewrite(table, table.withColumn(changed));
    }
    recheckViews(false);
  }

  /** Fails if an expression has the column's type built in. */
  private void requireUnused(ColumnDef column, SqlNode place) {
    for (ColumnDef other : table.columns()) {
      if (other.generation() instanceof ColumnGeneration.Computed computed
          && computed.columns().contains(column.id())) {
        throw at(
            SqlState.DEPENDENT_OBJECTS,
            "column " + other.name() + " is computed from column " + column.name(),
            place);
      }
    }
  }

  void addIdentity(AlterTableAction.AddIdentity add) {
    ColumnDef column = column(add.column());
    if (column.generation() != null || column.type().nullable()) {
      throw invalid(
          "column " + column.name() + " must be NOT NULL and without default to be numbered",
          add.column());
    }
    put(
        column.withGeneration(
            new ColumnDefinitions(scope)
                .identity(
                    add.identity(), column.type(), column.name(), table.id(), table.schema())));
  }

  void alterIdentity(AlterTableAction.AlterIdentity alter) {
    ColumnDef column = column(alter.column());
    if (!(column.generation() instanceof ColumnGeneration.Identity identity)) {
      throw invalid("column " + column.name() + " is no identity column", alter.column());
    }
    SequenceDef sequence = sequence(identity);
    editor.put(new SequenceDefinitions(scope).altered(sequence, alter.options()));
    Boolean always = alter.always();
    if (always != null) {
      put(column.withGeneration(new ColumnGeneration.Identity(identity.sequence(), always)));
    }
  }

  void dropIdentity(AlterTableAction.DropIdentity drop) {
    ColumnDef column = column(drop.column());
    if (column.generation() instanceof ColumnGeneration.Identity identity) {
      put(column.withGeneration(null));
      editor.remove(sequence(identity));
    } else if (!drop.ifExists()) {
      throw invalid("column " + column.name() + " is no identity column", drop.column());
    }
  }
}
