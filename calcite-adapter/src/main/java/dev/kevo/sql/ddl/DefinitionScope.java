package dev.kevo.sql.ddl;

import dev.kevo.engine.Database;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.CatalogEditor;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.exec.MemoryBroker;
import dev.kevo.sql.exec.SequenceNumbers;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.plan.Plan;
import dev.kevo.sql.plan.RowExpression;
import dev.kevo.sql.plan.SqlPlanner;
import dev.kevo.sql.table.SchemaTree;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/**
 * What one definition works with.
 *
 * @param store the catalogue
 * @param database the store below
 * @param planner plans the queries and expressions of definitions
 * @param trees the schemas of a state of the catalogue, as the planner wants them
 * @param transaction the definition is part of it
 * @param session whose temporary tables are seen
 * @param defaultSchema where unqualified names are looked up
 * @param sequences where numbers come from
 * @param cancel the way to stop it
 * @param memory where rows are kept
 */
public record DefinitionScope(
    CatalogStore store,
    Database database,
    SqlPlanner planner,
    Function<Catalog, SchemaTree> trees,
    Transaction transaction,
    long session,
    String defaultSchema,
    SequenceNumbers sequences,
    CancelToken cancel,
    MemoryBroker memory) {

  /** What is defined, with what this statement has changed so far. */
  Catalog catalog() {
    return store.current(transaction, session, new Slice());
  }

  CatalogEditor editor() {
    return store.edit(transaction, session);
  }

  /** What an expression over a table's rows is. */
  RowExpression expression(SqlNode expression, TableDef table) {
    return planner.expression(expression, table, tree(), defaultSchema);
  }

  /** Whether an expression without columns gives each row a value of its own. */
  boolean isRandom(SqlNode expression) {
    return planner.isRandom(expression, tree(), defaultSchema);
  }

  /** The schemas as they are now. */
  SchemaTree tree() {
    return trees.apply(catalog());
  }

  /** A context for reading what the transaction sees. */
  StatementContext context() {
    return context(sequences);
  }

  /** The same with other numbers. */
  StatementContext context(SequenceNumbers numbers) {
    return new StatementContext(transaction, new Object[0], cancel, numbers);
  }

  /** A context for what may need files; to be closed. */
  StatementContext boundedContext() {
    return new StatementContext(transaction, new Object[0], cancel, sequences, memory);
  }

  /** The schema that a name means. */
  String schemaOf(SqlIdentifier name) {
    if (name.names.size() > 2) {
      throw SqlState.INVALID_NAME.failure(name + " has more parts than schema and name");
    }
    return name.isSimple() ? defaultSchema : name.names.get(0);
  }

  /** The name without its schema. */
  static String nameOf(SqlIdentifier name) {
    return name.names.get(name.names.size() - 1);
  }

  /** A name of one part. */
  static String simple(SqlIdentifier name) {
    if (!name.isSimple()) {
      throw SqlState.INVALID_NAME.failure("a schema's name has one part: " + name);
    }
    return name.getSimple();
  }

  /** The table that a name means, locked; empty if there is none and that is allowed. */
  Optional<TableDef> table(SqlIdentifier name, boolean ifExists) {
    String schema = schemaOf(name);
    Optional<TableDef> table = catalog().table(schema, nameOf(name));
    if (table.isEmpty()) {
      if (Catalog.isSystemSchema(schema)) {
        throw SqlState.SYNTAX_OR_ACCESS.failure(
            "no tables of schema " + schema + " can be changed");
      }
      if (catalog().view(schema, nameOf(name)).isPresent()) {
        throw SqlState.WRONG_OBJECT_TYPE.failure(schema + "." + nameOf(name) + " is a view");
      }
      if (!ifExists) {
        throw SqlErrors.at(
            SqlState.UNDEFINED_TABLE,
            "table " + schema + "." + nameOf(name) + " does not exist",
            name.getParserPosition());
      }
    }
    table.ifPresent(found -> store.lockTable(transaction, found.id()));
    return table;
  }

  /**
   * Plans a statement over what is defined now; the past is read by no index, there may be new
   * ones.
   */
  Plan plan(SqlNode statement) {
    return planner.plan(statement, tree(), defaultSchema(), false, cancel);
  }
}
