package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.exec.RowSource;
import dev.kevo.sql.exec.TableRules;
import dev.kevo.sql.parser.KevoConformance;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.SchemaTree;
import dev.kevo.sql.types.KevoTypeFactory;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.TableModify;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.SqlExplain;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.jspecify.annotations.Nullable;

/**
 * Turns a parsed statement into a plan: checks it, converts it to a tree, and finds the cheapest
 * kind of plan that can run it. Thread-safe.
 */
public final class SqlPlanner {
  private static final CalciteConnectionConfig CONFIG = config();

  private static final SqlToRelConverter.Config CONVERTER =
      SqlToRelConverter.config()
          .withExpand(false)
          .withTrimUnusedFields(false)
          // A list of values is a set of keys to look up, however long; never a join.
          .withInSubQueryThreshold(Integer.MAX_VALUE);

  private final JavaTypeFactory typeFactory = new KevoTypeFactory();
  private final CatalogStore store;

  public SqlPlanner(CatalogStore store) {
    this.store = store;
  }

  private static CalciteConnectionConfig config() {
    Properties properties = new Properties();
    properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "true");
    return new CalciteConnectionConfigImpl(properties);
  }

  /** Plans a statement with the names of a catalogue, unqualified ones in a default schema. */
  public Plan plan(SqlNode statement, SchemaTree schemas, String defaultSchema) {
    if (!statement.isA(SqlKind.QUERY)
        && !statement.isA(SqlKind.DML)
        && statement.getKind() != SqlKind.EXPLAIN) {
      return new Plan.Other(statement, noColumns());
    }
    return planning(schemas, defaultSchema).plan(statement);
  }

  /** What writing a table's rows entails, apart from what that does to other tables. */
  public TableRules rules(KevoTable table, SchemaTree schemas, String defaultSchema) {
    return planning(schemas, defaultSchema).rules().rules(table);
  }

  /** What an expression over a table's rows is; the table need not be in the schemas. */
  public RowExpression expression(
      SqlNode expression, TableDef table, SchemaTree schemas, String defaultSchema) {
    RelDataTypeFactory.Builder rowType = typeFactory.builder();
    for (ColumnDef column : table.columns()) {
      rowType.add(column.name(), column.type().toRel(typeFactory));
    }
    return RowExpression.of(
        planning(schemas, defaultSchema).expressions().convert(expression, rowType.build()));
  }

  private Planning planning(SchemaTree schemas, String defaultSchema) {
    return new Planning(
        new CalciteCatalogReader(schemas.root(), List.of(defaultSchema), typeFactory, CONFIG),
        schemas);
  }

  private RelDataType noColumns() {
    return typeFactory.builder().build();
  }

  /** The planning of one statement. */
  private final class Planning {
    private final CalciteCatalogReader catalog;
    private final SchemaTree schemas;
    private final SqlValidator validator;
    private @Nullable RowExpressions expressions;

    Planning(CalciteCatalogReader catalog, SchemaTree schemas) {
      this.catalog = catalog;
      this.schemas = schemas;
      this.validator =
          new KevoValidator(
              SqlOperatorTables.chain(Functions.table(), catalog),
              catalog,
              typeFactory,
              SqlValidator.Config.DEFAULT
                  .withConformance(KevoConformance.INSTANCE)
                  .withDefaultNullCollation(NullCollation.HIGH)
                  .withIdentifierExpansion(true)
                  .withTypeCoercionFactory(ChangeCoercion::new));
    }

    Plan plan(SqlNode statement) {
      if (statement instanceof SqlExplain explain) {
        return explain(explain);
      }
      SqlNode valid = validator.validate(RowLists.expand(statement));
      RelDataType parameters = validator.getParameterRowType(valid);
      RelNode rel = convert(valid);
      if (rel instanceof TableModify modify) {
        return new Plan.Change(
            changes(rel, statement).plan(modify, isUpsert(statement)), parameters);
      }
      RowSource rows = new QueryPlanning(rel.getCluster()).plan(rel).rows();
      return new Plan.Query(
          rows,
          validator.getValidatedNodeType(valid),
          validator.getFieldOrigins(valid),
          parameters);
    }

    private Plan explain(SqlExplain explain) {
      SqlNode statement = explain.getExplicandum();
      SqlNode valid = validator.validate(RowLists.expand(statement));
      RelNode rel = convert(valid);
      String text =
          rel instanceof TableModify modify
              ? changes(rel, statement).explain(modify, isUpsert(statement), explain)
              : new QueryPlanning(rel.getCluster()).plan(rel).text(explain.getDetailLevel());
      RelDataType rowType = typeFactory.builder().add("PLAN", SqlTypeName.VARCHAR).build();
      return new Plan.Query(
          new Plan.Explanation(text),
          rowType,
          Collections.<@Nullable List<String>>singletonList(null),
          validator.getParameterRowType(valid));
    }

    private ChangePlanning changes(RelNode rel, SqlNode statement) {
      return new ChangePlanning(rel.getCluster(), store, rules(), statement.getKind());
    }

    private RulePlanning rules() {
      return new RulePlanning(this::expressions, schemas, typeFactory);
    }

    private IndexChoice.IndexExpressions indexExpressions() {
      return (table, sql) -> expressions().parse(sql, table.getRowType(typeFactory));
    }

    private RowExpressions expressions() {
      RowExpressions known = expressions;
      if (known == null) {
        known = new RowExpressions(validator, converter(CONVERTER));
        expressions = known;
      }
      return known;
    }

    private RelNode convert(SqlNode valid) {
      try {
        return convert(valid, CONVERTER);
      } catch (IllegalArgumentException e) {
        // A literal in VALUES that its column cannot hold. As an expression it reaches the change,
        // whose error names the column.
        return convert(valid, CONVERTER.withCreateValuesRel(false));
      }
    }

    private SqlToRelConverter converter(SqlToRelConverter.Config config) {
      VolcanoPlanner planner = new VolcanoPlanner(null, Contexts.of(CONFIG, indexExpressions()));
      planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
      planner.setExecutor(new ConstantFolding());
      RelOptCluster cluster = RelOptCluster.create(planner, new RexBuilder(typeFactory));
      return new SqlToRelConverter(
          (rowType, sql, schemaPath, viewPath) -> {
            throw new UnsupportedOperationException("views");
          },
          validator,
          catalog,
          cluster,
          Convertlets.INSTANCE,
          config);
    }

    private RelNode convert(SqlNode valid, SqlToRelConverter.Config config) {
      SqlToRelConverter converter = converter(config);
      RelRoot root = converter.convertQuery(valid, false, true);
      RelNode rel = root.kind.belongsTo(SqlKind.DML) ? root.rel : root.project();
      RexBuilder rexBuilder = converter.getRexBuilder();
      return rel.accept(new PaddedComparisons(rexBuilder))
          .accept(new CheckedArithmetic(rexBuilder));
    }
  }

  private static boolean isUpsert(SqlNode statement) {
    return statement instanceof SqlInsert insert && insert.isUpsert();
  }

  /** The table of the store that a node of Calcite's is about, or null. */
  static @Nullable KevoTable tableOf(@Nullable RelOptTable table) {
    return table == null ? null : table.unwrap(KevoTable.class);
  }
}
