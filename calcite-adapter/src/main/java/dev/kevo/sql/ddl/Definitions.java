package dev.kevo.sql.ddl;

import dev.kevo.sql.parser.ddl.AlterSequenceStatement;
import dev.kevo.sql.parser.ddl.AlterTableStatement;
import dev.kevo.sql.parser.ddl.AnalyzeStatement;
import dev.kevo.sql.parser.ddl.CommentStatement;
import dev.kevo.sql.parser.ddl.CreateIndexStatement;
import dev.kevo.sql.parser.ddl.CreateSequenceStatement;
import dev.kevo.sql.parser.ddl.CreateTableStatement;
import dev.kevo.sql.parser.ddl.CreateViewStatement;
import dev.kevo.sql.parser.ddl.DropStatement;
import dev.kevo.sql.parser.ddl.RenameStatement;
import dev.kevo.sql.parser.ddl.TruncateStatement;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.ddl.SqlCreateSchema;

/** Finds the executor of a definition: there is one per kind of object. */
public final class Definitions {
  private Definitions() {}

  /** Carries out a statement that defines something. */
  public static void run(SqlNode statement, DefinitionScope scope) {
    scope.store().lock(scope.transaction());
    try {
      carryOut(statement, scope);
    } catch (SqlStateException e) {
      throw NamedPlace.of(e, statement);
    }
  }

  private static void carryOut(SqlNode statement, DefinitionScope scope) {
    if (statement instanceof CreateTableStatement create) {
      new TableDefinitions(scope).create(create);
    } else if (statement instanceof AlterTableStatement alter) {
      new TableAlterations(scope).run(alter);
    } else if (statement instanceof CreateIndexStatement create) {
      new IndexDefinitions(scope).create(create);
    } else if (statement instanceof SqlCreateSchema create) {
      new SchemaDefinitions(scope).create(create);
    } else if (statement instanceof CreateViewStatement create) {
      new ViewDefinitions(scope).create(create);
    } else if (statement instanceof CreateSequenceStatement create) {
      new SequenceDefinitions(scope).create(create);
    } else if (statement instanceof AlterSequenceStatement alter) {
      new SequenceDefinitions(scope).alter(alter);
    } else if (statement instanceof RenameStatement rename) {
      new Renaming(scope).run(rename);
    } else if (statement instanceof TruncateStatement truncate) {
      new Truncation(scope).run(truncate);
    } else if (statement instanceof AnalyzeStatement analyze) {
      new Analysis(scope).run(analyze);
    } else if (statement instanceof CommentStatement comment) {
      new Comments(scope).run(comment);
    } else if (statement instanceof DropStatement drop) {
      drop(drop, scope);
    } else {
      throw SqlState.NOT_SUPPORTED.failure(statement.getKind() + " is not supported");
    }
  }

  private static void drop(DropStatement drop, DefinitionScope scope) {
    Removal removal = new Removal(scope, drop.cascade());
    for (SqlIdentifier name : drop.names()) {
      switch (drop.kind()) {
        case TABLE -> new TableDefinitions(scope).drop(drop, name, removal);
        case INDEX -> new IndexDefinitions(scope).drop(name, drop);
        case SCHEMA -> new SchemaDefinitions(scope).drop(drop, name, removal);
        case SEQUENCE -> new SequenceDefinitions(scope).drop(drop, name, removal);
        case VIEW -> new ViewDefinitions(scope).drop(drop, name, removal);
      }
    }
    removal.run();
  }
}
