package dev.kevo.sql.session;

import dev.kevo.sql.cache.LiteralRows;
import dev.kevo.sql.cache.NormalizedSql;
import dev.kevo.sql.cache.PlanCache;
import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.exec.CompiledQuery;
import dev.kevo.sql.exec.InsertRows;
import dev.kevo.sql.exec.RepeatedRows;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.TableChange;
import dev.kevo.sql.exec.ValuesRows;
import dev.kevo.sql.plan.Plan;
import dev.kevo.sql.plan.ResultShape;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.jspecify.annotations.Nullable;

/**
 * A plan with its description; shared by all sessions. Immutable.
 *
 * @param plan runs the statement
 * @param key what the plan depends on
 * @param kind what running it gives
 * @param columns of a query's rows
 * @param parameters of the statement
 * @param binder converts values of the parameters
 */
record Statement(
    Plan plan,
    PlanCache.Key key,
    PreparedSql.Kind kind,
    List<ResultColumn> columns,
    List<ParameterType> parameters,
    Binder binder) {

  /** What a small plan takes. */
  private static final long BASE_BYTES = 16 << 10;

  /** What a plan takes for each character of its text; measured with a list of 50,000 values. */
  private static final long BYTES_PER_CHAR = 24;

  /** What generated classes take, with what the compiler of the JVM makes of them. */
  private static final long CODE_BYTES = 128 << 10;

  /** About what it takes in memory. */
  long bytes() {
    boolean compiled = plan instanceof Plan.Query query && query.rows() instanceof CompiledQuery;
    return BASE_BYTES + BYTES_PER_CHAR * key.sql().length() + (compiled ? CODE_BYTES : 0);
  }

  /** Whether literals can be its parameters without a change of meaning. */
  boolean canTake(NormalizedSql normalized) {
    return binder.takesAnyNumber() && binder.canTake(normalized.literals());
  }

  /** Whether rows of literals can be the values of its parameters, one after the other. */
  boolean canTake(LiteralRows rows) {
    return addsOneRow()
        && parameters.size() == rows.rows().get(0).length
        && rows.rows().stream().allMatch(binder::canTake);
  }

  /**
   * Whether a batch of it may run as one change: then only what is right or wrong with each row
   * alone counts, and each execution adds one.
   */
  boolean batchesAsOne() {
    return addsOneRow() && !((Plan.Change) plan).change().rules().root().hasReferences();
  }

  private boolean addsOneRow() {
    return plan instanceof Plan.Change change
        && change.returning() == null
        && change.change().action() instanceof InsertRows insert
        && insert.streams()
        && change.change().source() instanceof ValuesRows source
        && source.rows().size() == 1;
  }

  /**
   * The change that adds its row for many values of its parameters.
   *
   * @param values those of each row, in any representation
   */
  TableChange change(List<@Nullable Object[]> values) {
    TableChange one = ((Plan.Change) plan).change();
    Scalar[] row = ((ValuesRows) one.source()).rows().get(0);
    return new TableChange(
        one.rules(), new RepeatedRows(row, values, binder::bind), one.action(), null);
  }

  private static @Nullable ResultShape shape(Plan plan) {
    if (plan instanceof Plan.Query query) {
      return new ResultShape(query.rowType(), query.origins());
    }
    if (plan instanceof Plan.Locking locking) {
      return locking.shape();
    }
    return plan instanceof Plan.Change change ? change.returning() : null;
  }

  /**
   * The description of a plan.
   *
   * @param keysAlone whether its rows are keys that come with a count
   */
  static Statement of(Plan plan, PlanCache.Key key, Catalog catalog, boolean keysAlone) {
    ResultShape shape = shape(plan);
    PreparedSql.Kind kind =
        shape != null && !keysAlone
            ? PreparedSql.Kind.QUERY
            : plan instanceof Plan.Change ? PreparedSql.Kind.CHANGE : PreparedSql.Kind.OTHER;
    List<ResultColumn> columns =
        shape == null ? List.of() : Descriptions.columns(shape.rowType(), shape.origins(), catalog);
    List<ParameterType> parameters = new ArrayList<>();
    for (RelDataTypeField field : plan.parameters().getFieldList()) {
      RelDataType type = field.getType();
      parameters.add(
          new ParameterType(
              Descriptions.jdbcType(type),
              Descriptions.typeName(type),
              Descriptions.precision(type),
              Descriptions.scale(type)));
    }
    return new Statement(plan, key, kind, columns, List.copyOf(parameters), Binder.of(plan));
  }
}
