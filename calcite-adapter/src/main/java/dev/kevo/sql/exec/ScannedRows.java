package dev.kevo.sql.exec;

import java.util.List;
import java.util.Map;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.schema.ScannableTable;
import org.jspecify.annotations.Nullable;

/** The rows of a table that makes them up. */
public final class ScannedRows implements RowCursor {
  private final StatementContext context;
  private final Enumerator<@Nullable Object[]> rows;

  private ScannedRows(StatementContext context, Enumerator<@Nullable Object[]> rows) {
    this.context = context;
    this.rows = rows;
  }

  /** Opens a cursor. */
  public static RowCursor open(
      ScannableTable table, StatementContext context, JavaTypeFactory typeFactory) {
    KevoDataContext root = new KevoDataContext(context, Map.of(), List.of(), typeFactory);
    return new ScannedRows(context, table.scan(root).enumerator());
  }

  @Override
  public boolean next() {
    context.poll();
    return rows.moveNext();
  }

  @Override
  public @Nullable Object[] row() {
    return rows.current();
  }

  @Override
  public void close() {
    rows.close();
  }
}
