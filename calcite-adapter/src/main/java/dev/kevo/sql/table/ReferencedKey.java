package dev.kevo.sql.table;

import dev.kevo.sql.catalog.ConstraintDef;
import dev.kevo.sql.catalog.TableDef;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The primary key or unique constraint that a foreign key references.
 *
 * @param table whose it is
 * @param columns the ids of its columns, in its own order, which may be another than the foreign
 *     key's
 */
record ReferencedKey(TableDef table, @Nullable String name, List<Integer> columns) {
  static ReferencedKey of(ConstraintDef.ForeignKey key, Definitions definitions) {
    TableDef table = definitions.table(key.referencedTable());
    Set<Integer> wanted = new HashSet<>(key.referencedColumns());
    if (!wanted.equals(new HashSet<>(table.primaryKeyIds()))) {
      for (ConstraintDef constraint : table.constraints()) {
        if (constraint instanceof ConstraintDef.Unique
            && wanted.equals(new HashSet<>(constraint.columns()))) {
          return new ReferencedKey(table, constraint.name(), constraint.columns());
        }
      }
    }
    return new ReferencedKey(table, table.primaryKeyName(), table.primaryKeyIds());
  }
}
