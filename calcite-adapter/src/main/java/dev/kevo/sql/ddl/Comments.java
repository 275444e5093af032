package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.CatalogObject;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.SchemaDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.ViewDef;
import dev.kevo.sql.parser.ddl.CommentStatement;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;

/** COMMENT ON. */
final class Comments {
  /** The length of a comment. */
  static final int CHARS_MAX = 10_000;

  private final DefinitionScope scope;

  Comments(DefinitionScope scope) {
    this.scope = scope;
  }

  void run(CommentStatement comment) {
    String text = comment.text();
    if (text != null && text.length() > CHARS_MAX) {
      throw SqlState.LIMIT_EXCEEDED.failure(
          "a comment has at most " + CHARS_MAX + " characters, not " + text.length());
    }
    scope.editor().put(commented(comment, text));
  }

  private CatalogObject commented(CommentStatement comment, @Nullable String text) {
    SqlIdentifier name = comment.name();
    return switch (comment.kind()) {
      case TABLE -> scope.table(name, false).orElseThrow().withComment(text);
      case VIEW -> new ViewDefinitions(scope).find(name, false).orElseThrow().withComment(text);
      case SEQUENCE ->
          new SequenceDefinitions(scope).find(name, false).orElseThrow().withComment(text);
      case SCHEMA -> schema(name, text);
      case COLUMN -> column(name, text);
    };
  }

  private SchemaDef schema(SqlIdentifier name, @Nullable String text) {
    SchemaDef schema =
        scope
            .catalog()
            .schema(DefinitionScope.simple(name))
            .orElseThrow(
                () ->
                    SqlErrors.at(
                        SqlState.NO_SUCH_SCHEMA,
                        "schema " + name + " does not exist",
                        name.getParserPosition()));
    if (schema.id() == 0) {
      throw SqlState.SYNTAX_OR_ACCESS.failure("schema " + name + " is the system's");
    }
    return schema.withComment(text);
  }

  private CatalogObject column(SqlIdentifier name, @Nullable String text) {
    if (name.isSimple()) {
      throw SqlErrors.at(
          SqlState.INVALID_NAME, "a column's name begins with its table", name.getParserPosition());
    }
    int last = name.names.size() - 1;
    SqlIdentifier owner = name.getComponent(0, last);
    String column = name.names.get(last);
    Optional<ViewDef> view =
        scope.catalog().view(scope.schemaOf(owner), DefinitionScope.nameOf(owner));
    if (view.isPresent()) {
      return viewColumn(view.get(), column, text, name);
    }
    TableDef table = scope.table(owner, false).orElseThrow();
    int ordinal = table.columnIndex(column);
    if (ordinal < 0) {
      throw noColumn(name);
    }
    List<ColumnDef> columns = new ArrayList<>(table.columns());
    columns.set(ordinal, columns.get(ordinal).withComment(text));
    return table.withColumns(columns);
  }

  private static ViewDef viewColumn(
      ViewDef view, String column, @Nullable String text, SqlIdentifier name) {
    List<ViewDef.Column> columns = new ArrayList<>(view.columns());
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        columns.set(i, columns.get(i).withComment(text));
        return view.withColumns(columns);
      }
    }
    throw noColumn(name);
  }

  private static SqlStateException noColumn(SqlIdentifier name) {
    return SqlErrors.at(
        SqlState.UNDEFINED_COLUMN,
        "there is no column " + name,
        name.getComponent(name.names.size() - 1).getParserPosition());
  }
}
