package dev.kevo.sql.exec;

import dev.kevo.engine.ReadView;
import dev.kevo.engine.Slice;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.types.SqlState;

/**
 * A table as it was at a time that a statement computes when it begins. There is one for each time
 * that a statement names a table so; immutable and thread-safe.
 *
 * <p>Rows of the past are read with the definition of today, which may say more of them than was
 * true: so that definition must fit, see {@link TableDef#unfitFor}.
 */
public final class PastTable {
  private final KevoTable table;
  private final Scalar micros;
  private final String time;

  /**
   * A table of the past.
   *
   * @param micros gives the time, in microseconds since 1970
   * @param time its expression, for EXPLAIN
   */
  public PastTable(KevoTable table, Scalar micros, String time) {
    this.table = table;
    this.micros = micros;
    this.time = time;
  }

  /** The expression of the time. */
  public String time() {
    return time;
  }

  long micros(StatementContext context) {
    Object value = micros.eval(Scalar.NO_ROW, context);
    if (value instanceof Long found) {
      return found;
    }
    throw SqlState.INVALID_PARAMETER.failure("the time of FOR SYSTEM_TIME AS OF is NULL");
  }

  /**
   * Makes sure that the table's definition fits its rows of a state.
   *
   * @return whether there are entries of all its indexes, too
   */
  boolean fits(ReadView past) {
    byte[] key = table.definitionKey();
    if (key == null) {
      past.get(table.keyspace(), new byte[0], new Slice()); // Does it keep that state?
      return true;
    }
    TableDef now = table.definition();
    TableDef then = CatalogStore.table(past, table.keyspace(), now.id());
    if (then == null) {
      throw SqlState.UNDEFINED_TABLE.failure(
          "table " + now.qualifiedName() + " was not there at that time");
    }
    String unfit = now.unfitFor(then);
    if (unfit != null) {
      throw SqlState.SNAPSHOT_TOO_OLD.failure(
          "table " + now.qualifiedName() + " had another definition at that time: " + unfit);
    }
    return now.hasIndexesOf(then);
  }

  /** The table's name and time, for messages. */
  @Override
  public String toString() {
    return table.definition().qualifiedName() + " FOR SYSTEM_TIME AS OF " + time;
  }
}
