package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.CatalogEditor;
import dev.kevo.sql.catalog.SequenceDef;
import dev.kevo.sql.parser.ddl.AlterSequenceStatement;
import dev.kevo.sql.parser.ddl.CreateSequenceStatement;
import dev.kevo.sql.parser.ddl.DropStatement;
import dev.kevo.sql.parser.ddl.SequenceClause;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.type.SqlTypeName;

/** CREATE, ALTER and DROP SEQUENCE, and the sequences of identity columns. */
final class SequenceDefinitions {
  private final DefinitionScope scope;

  SequenceDefinitions(DefinitionScope scope) {
    this.scope = scope;
  }

  void create(CreateSequenceStatement create) {
    String schema = scope.schemaOf(create.name());
    String name = DefinitionScope.nameOf(create.name());
    CatalogEditor editor = scope.editor();
    editor.requireSchema(schema);
    if (scope.catalog().sequence(schema, name).isPresent()) {
      if (create.ifNotExists()) {
        return;
      }
      throw SqlState.DUPLICATE_TABLE.failure("sequence " + schema + "." + name + " already exists");
    }
    SequenceDef.Options options = SequenceOptions.create(create.options(), SqlTypeName.BIGINT);
    editor.put(define(schema, name, options, 0));
  }

  private SequenceDef define(
      String schema, String name, SequenceDef.Options options, long ownerTable) {
    CatalogEditor editor = scope.editor();
    return new SequenceDef(
        editor.nextId(),
        schema,
        name,
        options,
        editor.newCounter(),
        options.start(),
        ownerTable,
        null);
  }

  /** Defines the sequence of an identity column. */
  SequenceDef own(
      long table, String schema, String column, SqlTypeName type, SequenceClause clause) {
    SequenceDef sequence = define(schema, column, SequenceOptions.create(clause, type), table);
    scope.editor().put(sequence);
    return sequence;
  }

  void alter(AlterSequenceStatement alter) {
    find(alter.name(), alter.ifExists())
        .ifPresent(sequence -> scope.editor().put(altered(sequence, alter.options())));
  }

  /** A sequence after what ALTER says. */
  SequenceDef altered(SequenceDef sequence, SequenceClause clause) {
    SequenceDef.Options options = SequenceOptions.alter(sequence.options(), clause);
    SequenceDef altered = sequence.withOptions(options);
    return clause.restarts()
        ? altered.restarted(
            scope.editor().newCounter(), SequenceOptions.restart(options, clause.restart()))
        : altered;
  }

  void drop(DropStatement drop, SqlIdentifier name, Removal removal) {
    find(name, drop.ifExists()).ifPresent(removal::add);
  }

  /** The sequence that a name means; empty if there is none and that is allowed. */
  Optional<SequenceDef> find(SqlIdentifier name, boolean ifExists) {
    Optional<SequenceDef> sequence =
        scope.catalog().sequence(scope.schemaOf(name), DefinitionScope.nameOf(name));
    if (sequence.isEmpty() && !ifExists) {
      throw SqlErrors.at(
          SqlState.UNDEFINED_OBJECT,
          "sequence " + name + " does not exist",
          name.getParserPosition());
    }
    return sequence;
  }
}
