package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.ColumnGeneration;
import dev.kevo.sql.catalog.ConstraintDef;
import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.exec.ChangeRules;
import dev.kevo.sql.exec.IndexEntries;
import dev.kevo.sql.exec.RowLookup;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.TableRules;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.SchemaTree;
import dev.kevo.sql.table.TableIndex;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/** Plans what writing a table's rows entails, from its definition and those that reference it. */
final class RulePlanning {
  private final Supplier<RowExpressions> expressions;
  private final SchemaTree schemas;
  private final RelDataTypeFactory types;

  RulePlanning(Supplier<RowExpressions> expressions, SchemaTree schemas, RelDataTypeFactory types) {
    this.expressions = expressions;
    this.schemas = schemas;
    this.types = types;
  }

  /** The rules of a table and of those that its foreign keys may change with it. */
  ChangeRules plan(KevoTable table) {
    TableRules root = rules(table);
    if (!root.hasReferences()) {
      return new ChangeRules(root, Map.of());
    }
    Map<Long, TableRules> byTable = new HashMap<>();
    byTable.put(table.definition().id(), root);
    Deque<TableRules> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      for (TableRules.Incoming key : open.remove().incoming()) {
        if (!byTable.containsKey(key.table())) {
          TableRules child = rules(schemas.table(key.table()));
          byTable.put(key.table(), child);
          open.add(child);
        }
      }
    }
    return new ChangeRules(root, byTable);
  }

  /** The rules of one table alone. */
  TableRules rules(KevoTable table) {
    TableDef definition = table.definition();
    if (!definition.isTyped() && definition.mapping() == null) {
      return TableRules.none(table);
    }
    RelDataType rowType = table.getRowType(types);
    List<IndexEntries> indexes = new ArrayList<>();
    for (TableIndex index : table.indexes()) {
      indexes.add(entries(index, rowType));
    }
    List<TableRules.Computed> computed = new ArrayList<>();
    for (int i = 0; i < definition.columns().size(); i++) {
      if (definition.columns().get(i).generation() instanceof ColumnGeneration.Computed column) {
        computed.add(new TableRules.Computed(i, scalar(column.sql(), rowType)));
      }
    }
    List<TableRules.Check> checks = new ArrayList<>();
    List<TableRules.Outgoing> outgoing = new ArrayList<>();
    for (ConstraintDef constraint : definition.constraints()) {
      if (constraint instanceof ConstraintDef.Check check) {
        checks.add(check(check, rowType));
      } else if (constraint instanceof ConstraintDef.ForeignKey key) {
        outgoing.add(
            new TableRules.Outgoing(key.name(), ordinals(definition, key.columns()), parents(key)));
      }
    }
    List<TableRules.Incoming> incoming = new ArrayList<>();
    for (Catalog.Reference reference : schemas.catalog().references(definition.id())) {
      incoming.add(incoming(reference, definition));
    }
    return new TableRules(table, indexes, computed, checks, outgoing, incoming);
  }

  /** A check as it is evaluated. */
  TableRules.Check check(ConstraintDef.Check check, RelDataType rowType) {
    return new TableRules.Check(check.name(), scalar(check.sql(), rowType));
  }

  private Scalar scalar(String sql, RelDataType rowType) {
    RowExpressions compiler = expressions.get();
    return compiler.compile(compiler.parse(sql, rowType), rowType);
  }

  /** The entries of an index as they are made. */
  IndexEntries entries(TableIndex index, RelDataType rowType) {
    List<IndexDef.Key> keys = index.definition().keys();
    @Nullable Scalar[] scalars = new Scalar[keys.size()];
    Set<Integer> inputs = new TreeSet<>();
    for (int i = 0; i < scalars.length; i++) {
      String sql = keys.get(i).expressionSql();
      if (sql == null) {
        inputs.add(index.keyColumns()[i]);
      } else {
        RexNode expression = expressions.get().parse(sql, rowType);
        scalars[i] = expressions.get().compile(expression, rowType);
        inputs.addAll(columns(expression));
      }
    }
    for (int column : index.includedColumns()) {
      inputs.add(column);
    }
    return new IndexEntries(index, scalars, inputs.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The columns that an expression mentions. */
  static Set<Integer> columns(RexNode expression) {
    Set<Integer> columns = new TreeSet<>();
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public @Nullable Void visitInputRef(RexInputRef ref) {
            columns.add(ref.getIndex());
            return null;
          }
        });
    return columns;
  }

  private static int[] ordinals(TableDef table, List<Integer> ids) {
    return ids.stream().mapToInt(table::ordinal).toArray();
  }

  private RowLookup parents(ConstraintDef.ForeignKey key) {
    KevoTable parent = schemas.table(key.referencedTable());
    return RowLookup.of(parent, ordinals(parent.definition(), key.referencedColumns()));
  }

  private TableRules.Incoming incoming(Catalog.Reference reference, TableDef referenced) {
    ConstraintDef.ForeignKey key = reference.key();
    TableDef child = reference.table();
    int[] columns = ordinals(child, key.columns());
    List<Scalar> defaults = new ArrayList<>();
    for (int column : columns) {
      defaults.add(defaultOf(child.columns().get(column)));
    }
    return new TableRules.Incoming(
        key.name(),
        child.id(),
        child.qualifiedName(),
        columns,
        RowLookup.of(schemas.table(child.id()), columns),
        ordinals(referenced, key.referencedColumns()),
        parents(key),
        defaults,
        key.onDelete(),
        key.onUpdate());
  }

  private Scalar defaultOf(ColumnDef column) {
    String sql = column.defaultSql();
    if (sql == null) {
      return (row, context) -> null;
    }
    RelDataType noColumns = types.builder().build();
    return scalar(sql, noColumns);
  }
}
