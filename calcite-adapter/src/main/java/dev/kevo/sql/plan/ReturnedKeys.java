package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.parser.SqlInsertStatement;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Makes INSERT return columns that its text does not ask for. */
public final class ReturnedKeys {
  private ReturnedKeys() {}

  /**
   * The statement with a RETURNING clause; the same one if it is no INSERT, has one already, or no
   * columns are wanted.
   *
   * @param columns the columns wanted of a table, by name
   */
  public static SqlNode of(
      SqlNode statement,
      Catalog catalog,
      String defaultSchema,
      Function<TableDef, List<String>> columns) {
    SqlInsertStatement extended = statement instanceof SqlInsertStatement s ? s : null;
    SqlInsert insert =
        extended != null ? extended.insert() : statement instanceof SqlInsert plain ? plain : null;
    if (insert == null || (extended != null && extended.returning() != null)) {
      return statement;
    }
    Optional<TableDef> table = table(insert.getTargetTable(), catalog, defaultSchema);
    List<String> wanted = table.map(columns).orElse(List.of());
    if (wanted.isEmpty()) {
      return statement;
    }
    SqlNodeList returning = new SqlNodeList(SqlParserPos.ZERO);
    wanted.forEach(name -> returning.add(new SqlIdentifier(name, SqlParserPos.ZERO)));
    return SqlInsertStatement.of(
        insert,
        extended == null ? null : extended.alias(),
        extended == null ? SqlInsertStatement.Overriding.NOTHING : extended.overriding(),
        extended == null ? null : extended.conflict(),
        returning);
  }

  private static Optional<TableDef> table(SqlNode target, Catalog catalog, String defaultSchema) {
    if (!(target instanceof SqlIdentifier name) || name.names.size() > 2) {
      return Optional.empty();
    }
    String schema = name.isSimple() ? defaultSchema : name.names.get(0);
    return catalog.table(schema, name.names.get(name.names.size() - 1));
  }
}
