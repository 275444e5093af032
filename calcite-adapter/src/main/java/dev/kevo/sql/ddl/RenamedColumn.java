package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.ColumnGeneration;
import dev.kevo.sql.catalog.ConstraintDef;
import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.parser.KevoParser;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;

/** Gives a column another name, in the expressions of its table too. */
final class RenamedColumn extends SqlShuttle {
  private final String from;
  private final String to;

  private RenamedColumn(String from, String to) {
    this.from = from;
    this.to = to;
  }

  static TableDef of(TableDef table, ColumnDef column, String newName) {
    RenamedColumn renaming = new RenamedColumn(column.name(), newName);
    List<ColumnDef> columns = new ArrayList<>();
    for (ColumnDef each : table.columns()) {
      ColumnDef same = each.id() == column.id() ? each.withName(newName) : each;
      columns.add(
          same.generation() instanceof ColumnGeneration.Computed computed
              ? same.withGeneration(
                  new ColumnGeneration.Computed(renaming.text(computed.sql()), computed.columns()))
              : same);
    }
    List<IndexDef> indexes =
        table.indexes().stream().map(index -> index.withKeys(renaming.keys(index))).toList();
    List<ConstraintDef> constraints =
        table.constraints().stream()
            .map(
                constraint ->
                    constraint instanceof ConstraintDef.Check check
                        ? new ConstraintDef.Check(
                            check.name(), check.columns(), renaming.text(check.sql()))
                        : constraint)
            .toList();
    return table.withColumns(columns).withRules(indexes, constraints);
  }

  private List<IndexDef.Key> keys(IndexDef index) {
    List<IndexDef.Key> keys = new ArrayList<>();
    for (IndexDef.Key key : index.keys()) {
      keys.add(
          key.expressionSql() == null
              ? key
              : new IndexDef.Key(
                  key.columnId(),
                  text(key.expressionSql()),
                  key.expressionType(),
                  key.descending()));
    }
    return keys;
  }

  private String text(String sql) {
    SqlNode expression = KevoParser.parseExpression(sql);
    SqlNode renamed = expression.accept(this);
    return ColumnExpressions.text(renamed == null ? expression : renamed);
  }

  @Override
  public SqlNode visit(SqlIdentifier name) {
    return name.isSimple() && name.getSimple().equals(from)
        ? new SqlIdentifier(to, name.getParserPosition())
        : name;
  }
}
