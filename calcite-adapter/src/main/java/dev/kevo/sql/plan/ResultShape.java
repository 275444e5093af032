package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.TableDef;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a result.
 *
 * @param rowType their names and types
 * @param origins for each the schema, table and column it comes from unchanged, or null
 */
public record ResultShape(RelDataType rowType, List<@Nullable List<String>> origins) {
  /** The columns of a tree over rows of a table. */
  static ResultShape of(StatementTrees.Tree tree, TableDef table) {
    List<@Nullable List<String>> origins = new ArrayList<>();
    for (List<String> origin : tree.origins()) {
      origins.add(
          origin != null && RowFunctions.isGiven(origin)
              ? List.of(table.schema(), table.name(), origin.get(origin.size() - 1))
              : origin);
    }
    return new ResultShape(tree.rowType(), origins);
  }
}
