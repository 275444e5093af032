package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.CatalogEditor;
import dev.kevo.sql.catalog.CatalogObject;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.ViewDef;
import dev.kevo.sql.parser.KevoParser;
import dev.kevo.sql.parser.ddl.CreateViewStatement;
import dev.kevo.sql.parser.ddl.DropStatement;
import dev.kevo.sql.plan.QueryShape;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** CREATE and DROP VIEW, and keeping views right while what they use changes. */
final class ViewDefinitions {
  private final DefinitionScope scope;

  ViewDefinitions(DefinitionScope scope) {
    this.scope = scope;
  }

  void create(CreateViewStatement create) {
    String schema = scope.schemaOf(create.name());
    String name = DefinitionScope.nameOf(create.name());
    CatalogEditor editor = scope.editor();
    editor.requireSchema(schema);
    Optional<ViewDef> old = scope.catalog().view(schema, name);
    if (old.isPresent() && create.ifNotExists()) {
      return;
    }
    if (old.isEmpty() || !create.getReplace()) {
      editor.requireFreeTableName(schema, name);
    }
    QueryShape shape = scope.planner().shape(create.query(), scope.tree(), scope.defaultSchema());
    if (old.isPresent() && shape.uses().contains(old.get().id())) {
      throw SqlState.INVALID_VIEW.failure("view " + schema + "." + name + " would use itself");
    }
    for (long used : shape.uses()) {
      if (scope.catalog().table(used).filter(TableDef::isTemporary).isPresent()) {
        throw SqlState.INVALID_TABLE_DEFINITION.failure(
            "view " + schema + "." + name + " would use a temporary table");
      }
    }
    ViewDef view =
        new ViewDef(
            old.isPresent() ? old.get().id() : editor.nextId(),
            schema,
            name,
            columns(create.columns(), shape),
            create.queryText(),
            scope.defaultSchema(),
            List.copyOf(shape.uses()),
            old.map(ViewDef::comment).orElse(null));
    editor.put(view);
    // Planned as it will be used, so that it is not too deep for that.
    SqlNode use = KevoParser.parse("SELECT * FROM " + OwnStatements.quoted(schema, name));
    scope.planner().shape(use, scope.tree(), schema);
    old.ifPresent(replaced -> recheck(replaced.id(), "view " + replaced.qualifiedName(), false));
  }

  private static List<ViewDef.Column> columns(@Nullable SqlNodeList names, QueryShape shape) {
    if (names != null && names.size() != shape.columns().size()) {
      throw SqlErrors.at(
          SqlState.INVALID_TABLE_DEFINITION,
          names.size() + " names for " + shape.columns().size() + " columns of the query",
          names.getParserPosition());
    }
    List<ViewDef.Column> columns = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < shape.columns().size(); i++) {
      QueryShape.Column source = shape.columns().get(i);
      SqlNode given = names == null ? null : names.get(i);
      String name = given == null ? source.name() : ((SqlIdentifier) given).getSimple();
      if (!seen.add(name)) {
        throw SqlState.DUPLICATE_COLUMN.failure("column " + name + " is named twice");
      }
      columns.add(new ViewDef.Column(name, source.name(), source.type(), null));
    }
    return columns;
  }

  void drop(DropStatement drop, SqlIdentifier name, Removal removal) {
    find(name, drop.ifExists()).ifPresent(removal::add);
  }

  /** The view that a name means; empty if there is none and that is allowed. */
  Optional<ViewDef> find(SqlIdentifier identifier, boolean ifExists) {
    String schema = scope.schemaOf(identifier);
    String name = DefinitionScope.nameOf(identifier);
    Optional<ViewDef> view = scope.catalog().view(schema, name);
    if (view.isEmpty()) {
      boolean isTable = scope.catalog().table(schema, name).isPresent();
      if (isTable) {
        throw SqlErrors.at(
            SqlState.WRONG_OBJECT_TYPE,
            schema + "." + name + " is a table",
            identifier.getParserPosition());
      }
      if (!ifExists) {
        throw SqlErrors.at(
            SqlState.UNDEFINED_TABLE,
            "view " + schema + "." + name + " does not exist",
            identifier.getParserPosition());
      }
    }
    return view;
  }

  /**
   * Plans the views that use an object anew, after it was changed. What does not work any more is
   * dropped, or keeps the change from being made.
   *
   * @param what was changed, for messages
   */
  void recheck(long changed, String what, boolean cascade) {
    List<ViewDef> views = new ArrayList<>();
    for (CatalogObject object : scope.catalog().objects()) {
      if (object instanceof ViewDef view && view.uses().contains(changed)) {
        views.add(view);
      }
    }
    // A view uses all that the views in it use, so it comes after them.
    views.sort(Comparator.comparingInt((ViewDef view) -> view.uses().size()));
    Removal removal = new Removal(scope, true);
    for (ViewDef view : views) {
      try {
        scope.editor().put(retyped(view));
      } catch (RuntimeException e) {
        if (!cascade) {
          throw SqlState.DEPENDENT_OBJECTS.failure(
              "view " + view.qualifiedName() + " depends on " + what + " as it is", e);
        }
        removal.add(view);
      }
    }
    removal.run();
  }

  private ViewDef retyped(ViewDef view) {
    QueryShape shape =
        scope.planner().shape(KevoParser.parse(view.sql()), scope.tree(), view.path());
    List<ViewDef.Column> columns = new ArrayList<>();
    for (ViewDef.Column column : view.columns()) {
      QueryShape.Column source =
          shape.columns().stream()
              .filter(each -> each.name().equals(column.source()))
              .findAny()
              .orElseThrow(() -> SqlState.UNDEFINED_COLUMN.failure("no column " + column.source()));
      columns.add(
          new ViewDef.Column(column.name(), column.source(), source.type(), column.comment()));
    }
    return view.withColumns(columns);
  }
}
