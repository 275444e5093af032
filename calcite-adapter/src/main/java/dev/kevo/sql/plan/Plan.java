package dev.kevo.sql.plan;

import dev.kevo.sql.exec.LockedRows;
import dev.kevo.sql.exec.PastTable;
import dev.kevo.sql.exec.RowCursor;
import dev.kevo.sql.exec.RowSource;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.exec.TableChange;
import dev.kevo.sql.exec.ValuesRows;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** A statement that is ready to run, any number of times and by several sessions at once. */
public sealed interface Plan {
  /** The types of the parameters. */
  RelDataType parameters();

  /** The tables of the past that it reads. */
  default List<PastTable> pasts() {
    return List.of();
  }

  /**
   * A query.
   *
   * @param rows runs it
   * @param rowType its columns
   * @param origins for each column the schema, table and column it comes from unchanged, or null
   */
  record Query(
      RowSource rows,
      RelDataType rowType,
      List<@Nullable List<String>> origins,
      RelDataType parameters,
      List<PastTable> pasts)
      implements Plan {
    /** A query that reads no past. */
    public Query(
        RowSource rows,
        RelDataType rowType,
        List<@Nullable List<String>> origins,
        RelDataType parameters) {
      this(rows, rowType, origins, parameters, List.of());
    }

    /** Whether it shows another statement's plan, whose parameters nobody needs to set. */
    public boolean isExplanation() {
      return rows instanceof Explanation;
    }
  }

  /** The text of a plan as a query's one row. */
  record Explanation(String text) implements RowSource {
    @Override
    public RowCursor open(StatementContext context, long maxRows) {
      Scalar line = (row, rowContext) -> text;
      return new ValuesRows(List.of(new Scalar[][] {{line}})).open(context, maxRows);
    }

    @Override
    public boolean isSinglePass() {
      return true;
    }

    @Override
    public boolean needsSnapshot() {
      return false;
    }
  }

  /**
   * INSERT, UPDATE, DELETE, UPSERT or MERGE.
   *
   * @param returning the columns of RETURNING, or null
   */
  record Change(
      TableChange change,
      RelDataType parameters,
      @Nullable ResultShape returning,
      List<PastTable> pasts)
      implements Plan {}

  /** SELECT ... FOR UPDATE. */
  record Locking(LockedRows rows, ResultShape shape, RelDataType parameters) implements Plan {}

  /** A statement that needs no plan: a definition, or one about the session. */
  record Other(SqlNode statement, RelDataType parameters) implements Plan {}
}
