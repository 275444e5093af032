package dev.kevo.sql.exec;

/**
 * INSERT and UPSERT: a row of the source has one value per column of the table.
 *
 * @param newRows makes the rows
 * @param replaces whether a row takes the place of the one that has its key
 * @param streams whether rows may be written while the source is read
 */
public record InsertRows(NewRows newRows, boolean replaces, boolean streams)
    implements ChangeAction {
  @Override
  public long run(StatementContext context, RowSource source, RowWriter writer) {
    return ChangeAction.forEach(
        context,
        source,
        streams,
        values -> {
          if (replaces) {
            writer.replace(newRows.row(values));
          } else {
            writer.insert(newRows.row(values));
          }
          return true;
        });
  }
}
