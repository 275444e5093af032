package dev.kevo.sql.table;

import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Slice;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.TableStatistics;
import dev.kevo.sql.parser.KevoParser;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.SqlState;
import java.util.List;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.ExtensibleTable;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows are entries of one key range of one keyspace, in the order of its primary key.
 *
 * <p>Rows are arrays with one value per column, in the representation that {@link
 * dev.kevo.sql.session.SqlResult} describes. Immutable and thread-safe; what reads rows is made per
 * statement by {@link #decoder}. A table without a primary key has a hidden row id instead, a
 * column after all others; it is part of {@link #columnCount} but not of {@link #getRowType}.
 */
public abstract class KevoTable extends AbstractTable
    implements TranslatableTable, ExtensibleTable, SystemTimed, KeySpace {
  /** The name of the hidden row id among the columns of a table that is changed. */
  public static final String ROW_ID = "$ROWID";

  private final TableDef definition;
  private final Database database;

  KevoTable(TableDef definition, Database database) {
    this.definition = definition;
    this.database = database;
  }

  /** What the catalogue says of it. */
  public final TableDef definition() {
    return definition;
  }

  /** The number of columns, a hidden row id included. */
  public final int columnCount() {
    return definition.columns().size() + (definition.hasRowId() ? 1 : 0);
  }

  /** The name of a column. */
  public final String columnName(int column) {
    List<ColumnDef> columns = definition.columns();
    return column < columns.size() ? columns.get(column).name() : "ROWID";
  }

  /** The type of a column. */
  public abstract ColumnType columnType(int column);

  /** The keyspace that holds the rows. */
  public abstract Keyspace keyspace();

  /** The ordinals of the key's columns, in the key's order; not to be changed. */
  public abstract int[] keyColumns();

  /** A decoder of some columns, for one thread. */
  public abstract RowDecoder decoder(int[] columns);

  /** The key of a row whose values have their columns' types. */
  public abstract byte[] encodeKey(@Nullable Object[] row);

  /** The value of a row whose values have their columns' types. */
  public abstract byte[] encodeValue(@Nullable Object[] row);

  /** The value of a row that takes the place of another one, and keeps what no column holds. */
  public byte[] encodeValue(@Nullable Object[] row, Slice stored) {
    return encodeValue(row);
  }

  /** Whether stored values may hold more than the columns do. */
  public boolean valuesHoldMore() {
    return false;
  }

  /**
   * The key in {@link #keyspace} that every change of the definition writes, and whose lock every
   * writer of rows shares; null for none.
   */
  public byte @Nullable [] definitionKey() {
    return null;
  }

  /** What ANALYZE found in it; null if it was never asked. */
  public @Nullable TableStatistics statistics() {
    return null;
  }

  /** Its secondary indexes, those that are still being built included. */
  public List<TableIndex> indexes() {
    return List.of();
  }

  /** The same table to those who must not read it by an index. */
  public KevoTable withoutIndexes() {
    return this;
  }

  /** The database that it lies in. */
  final Database database() {
    return database;
  }

  @Override
  public final int keyWidth() {
    return keyColumns().length;
  }

  @Override
  public final String keyName(int place) {
    return columnName(keyColumns()[place]);
  }

  @Override
  public final ColumnType keyType(int place) {
    return columnType(keyColumns()[place]);
  }

  @Override
  public final boolean isKeyDescending(int place) {
    return false;
  }

  @Override
  public final RelDataType getRowType(RelDataTypeFactory factory) {
    RelDataTypeFactory.Builder builder = factory.builder();
    for (int i = 0; i < definition.columns().size(); i++) {
      builder.add(columnName(i), columnType(i).toRel(factory));
    }
    return builder.build();
  }

  @Override
  public <C> @Nullable C unwrap(Class<C> type) {
    return type.isInstance(DefaultValues.INSTANCE)
        ? type.cast(DefaultValues.INSTANCE)
        : super.unwrap(type);
  }

  @Override
  public final RelNode toRel(RelOptTable.ToRelContext context, RelOptTable relTable) {
    UsedObjects used = context.getCluster().getPlanner().getContext().unwrap(UsedObjects.class);
    if (used != null) {
      used.add(definition.id());
    }
    return LogicalTableScan.create(context.getCluster(), relTable, context.getTableHints());
  }

  /** The table with its hidden row id as one more column. */
  @Override
  public final Table extend(List<RelDataTypeField> fields) {
    if (fields.size() != 1 || !fields.get(0).getName().equals(ROW_ID) || !definition.hasRowId()) {
      throw SqlState.NOT_SUPPORTED.failure("a table cannot be given other columns");
    }
    return new RowIdTable(this);
  }

  @Override
  public final int getExtendedColumnOffset() {
    return definition.columns().size();
  }

  /** What DEFAULT means for a column. */
  public final SqlNode defaultExpression(int column) {
    String sql = definition.columns().get(column).defaultSql();
    return sql == null ? SqlLiteral.createNull(SqlParserPos.ZERO) : KevoParser.parseExpression(sql);
  }

  /** About how many rows there are, at least 1. */
  public final double rowCount() {
    return Math.max(1, estimate(range()));
  }

  /** About how many rows lie in a range of keys. */
  public final double estimate(KeyRange part) {
    return database.estimate(keyspace(), part).entries();
  }

  @Override
  public final Statistic getStatistic() {
    return definition.hasRowId()
        ? Statistics.of(rowCount(), List.of())
        : Statistics.of(rowCount(), List.of(ImmutableBitSet.of(keyColumns())));
  }
}
