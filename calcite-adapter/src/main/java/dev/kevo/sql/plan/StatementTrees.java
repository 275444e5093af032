package dev.kevo.sql.plan;

import dev.kevo.sql.exec.PastTable;
import dev.kevo.sql.parser.KevoConformance;
import dev.kevo.sql.table.SchemaTree;
import dev.kevo.sql.table.UsedObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.schema.Table;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.util.CancelFlag;
import org.jspecify.annotations.Nullable;

/**
 * Checks the queries that a statement consists of and turns them into trees of Calcite's; gathers
 * the types of the statement's parameters. A query has one; changes have several. For one thread.
 */
final class StatementTrees {
  private static final CalciteConnectionConfig CONFIG = config();

  private static final SqlToRelConverter.Config CONVERTER =
      SqlToRelConverter.config()
          .withExpand(false)
          .withTrimUnusedFields(false)
          // MergedProjections does what this leaves undone.
          .withRelBuilderConfigTransform(config -> config.withBloat(-1))
          // A list of values is a set of keys to look up, however long; never a join.
          .withInSubQueryThreshold(Integer.MAX_VALUE);

  private final JavaTypeFactory typeFactory;
  private final SchemaTree schemas;
  private final String defaultSchema;
  private final boolean indexedPasts;
  private final List<PastTable> pasts = new ArrayList<>();
  private final CancelFlag cancel;
  private final CalciteCatalogReader catalog;
  private @Nullable RowExpressions expressions;
  private final TreeMap<Integer, RelDataType> parameters = new TreeMap<>();
  private final UsedObjects used = new UsedObjects();
  private final List<Long> usedSequences = new ArrayList<>();
  private long nextCall;
  private @Nullable SqlNodeList with;

  /**
   * No trees yet.
   *
   * @param indexedPasts whether tables of the past are read by their indexes
   * @param cancel what the optimizers look at between two rules
   */
  StatementTrees(
      JavaTypeFactory typeFactory,
      SchemaTree schemas,
      String defaultSchema,
      boolean indexedPasts,
      CancelFlag cancel) {
    this.indexedPasts = indexedPasts;
    this.cancel = cancel;
    this.typeFactory = typeFactory;
    this.schemas = schemas;
    this.defaultSchema = defaultSchema;
    this.catalog = reader(schemas.root());
  }

  private CalciteCatalogReader reader(CalciteSchema root) {
    return new CalciteCatalogReader(root, List.of(defaultSchema), typeFactory, CONFIG);
  }

  private static CalciteConnectionConfig config() {
    Properties properties = new Properties();
    properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "true");
    return new CalciteConnectionConfigImpl(properties);
  }

  /**
   * A checked query.
   *
   * @param rel what it says
   * @param rowType its columns as the statement names them
   * @param origins for each column the schema, table and column it comes from unchanged, or null
   */
  record Tree(RelNode rel, RelDataType rowType, List<@Nullable List<String>> origins) {}

  JavaTypeFactory typeFactory() {
    return typeFactory;
  }

  CalciteCatalogReader catalog() {
    return catalog;
  }

  /** The types of the parameters of all trees so far. */
  RelDataType parameters() {
    RelDataTypeFactory.Builder builder = typeFactory.builder();
    int count = parameters.isEmpty() ? 0 : parameters.lastKey() + 1;
    RelDataType text = typeFactory.createSqlType(SqlTypeName.VARCHAR);
    for (int i = 0; i < count; i++) {
      builder.add("?" + i, parameters.getOrDefault(i, text));
    }
    return builder.build();
  }

  /** The tables of the past in all trees so far. */
  List<PastTable> pasts() {
    return List.copyOf(pasts);
  }

  /** Adds a parameter that is in none of the trees. */
  void addParameter(int index, RelDataType type) {
    parameters.put(index, type);
  }

  /** Says which queries the ones to come may name. */
  void with(SqlNodeList namedQueries) {
    with = namedQueries;
  }

  private SqlNode withNamedQueries(SqlNode query) {
    return with == null ? query : new SqlWith(SqlParserPos.ZERO, TreeCopy.of(with), query);
  }

  /** The tree of a query or of one of Calcite's own changes. */
  Tree tree(SqlNode statement) {
    return tree(statement, List.of());
  }

  /**
   * The tree of a query whose columns are assigned to something.
   *
   * @param targets the types that parameters take which are a column of their own
   */
  Tree tree(SqlNode statement, List<RelDataType> targets) {
    return tree(statement, targets, catalog);
  }

  /**
   * The tree of a query over made-up tables.
   *
   * @param schema the schema in which it finds them
   */
  Tree tree(
      SqlNode statement, List<RelDataType> targets, String schema, Map<String, Table> tables) {
    return tree(statement, targets, reader(schemas.rootWith(schema, tables)));
  }

  private Tree tree(SqlNode statement, List<RelDataType> targets, CalciteCatalogReader reader) {
    SqlNode expanded =
        rewritten(
            statement instanceof SqlInsert ? statement : withNamedQueries(statement),
            defaultSchema);
    KevoValidator validator = validator(reader);
    SqlNode body = expanded instanceof SqlWith named ? named.body : expanded;
    if (!targets.isEmpty() && body instanceof SqlSelect select) {
      validator.assign(select, targets);
    }
    SqlNode valid = validator.validate(expanded);
    gatherParameters(valid, validator);
    return new Tree(
        convert(valid, validator, reader),
        validator.getValidatedNodeType(valid),
        new ArrayList<>(validator.getFieldOrigins(valid)));
  }

  private KevoValidator validator(CalciteCatalogReader reader) {
    return new KevoValidator(
        SqlOperatorTables.chain(Functions.table(), reader),
        reader,
        typeFactory,
        SqlValidator.Config.DEFAULT
            .withConformance(KevoConformance.INSTANCE)
            .withDefaultNullCollation(NullCollation.HIGH)
            .withIdentifierExpansion(true)
            .withTypeCoercionFactory(ChangeCoercion::new),
        cancel);
  }

  /** Plans what writing a table's rows entails. */
  RulePlanning rules() {
    return new RulePlanning(this::expressions, schemas, typeFactory);
  }

  private IndexChoice.IndexExpressions indexExpressions() {
    return (table, sql) -> expressions().parse(sql, table.getRowType(typeFactory));
  }

  RowExpressions expressions() {
    RowExpressions known = expressions;
    if (known == null) {
      KevoValidator validator = validator(catalog);
      known = new RowExpressions(validator, converter(validator, catalog, CONVERTER));
      expressions = known;
    }
    return known;
  }

  private void gatherParameters(SqlNode valid, SqlValidator validator) {
    valid.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlDynamicParam param) {
            RelDataType type = validator.getValidatedNodeTypeIfKnown(param);
            if (type != null) {
              parameters.put(param.getIndex(), type);
            }
            return null;
          }
        });
  }

  private RelNode convert(SqlNode valid, SqlValidator validator, CalciteCatalogReader reader) {
    try {
      return convert(valid, validator, reader, CONVERTER);
    } catch (IllegalArgumentException | AssertionError e) {
      // A literal in VALUES that its column cannot hold. As an expression it reaches the change,
      // whose error names the column.
      return convert(valid, validator, reader, CONVERTER.withCreateValuesRel(false));
    }
  }

  private SqlToRelConverter converter(
      SqlValidator validator, CalciteCatalogReader reader, SqlToRelConverter.Config config) {
    VolcanoPlanner planner =
        new VolcanoPlanner(null, Contexts.of(CONFIG, indexExpressions(), used, cancel));
    planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
    planner.setExecutor(new ConstantFolding());
    RelOptCluster cluster =
        RelOptCluster.create(planner, new KevoRexBuilder(validator.getTypeFactory(), cancel));
    ViewExpansion views = new ViewExpansion(this);
    views.into(cluster);
    return converter(validator, reader, views, cluster, config);
  }

  private SqlToRelConverter converter(
      SqlValidator validator,
      CalciteCatalogReader reader,
      ViewExpansion views,
      RelOptCluster cluster,
      SqlToRelConverter.Config config) {
    return new SqlToRelConverter(
        views, validator, reader, cluster, new Convertlets(defaultSchema), config);
  }

  /**
   * The tree of a view's query.
   *
   * @param schema where its unqualified names are looked up
   * @param cluster the tree that it becomes part of
   */
  RelRoot expanded(SqlNode query, String schema, ViewExpansion views, RelOptCluster cluster) {
    CalciteCatalogReader reader =
        new CalciteCatalogReader(schemas.root(), List.of(schema), typeFactory, CONFIG);
    KevoValidator validator = validator(reader);
    SqlNode valid = validator.validate(rewritten(query, schema));
    return converter(validator, reader, views, cluster, CONVERTER).convertQuery(valid, false, true);
  }

  /** The statement in the words that the validator knows. */
  private SqlNode rewritten(SqlNode statement, String schema) {
    if (statement instanceof SqlInsert insert) {
      // Calcite's shuttles do not know how to make another one.
      return new SqlInsert(
          insert.getParserPosition(),
          (SqlNodeList) insert.getOperandList().get(0),
          insert.getTargetTable(),
          rewritten(withNamedQueries(insert.getSource()), schema),
          insert.getTargetColumnList());
    }
    SequenceCalls sequences = new SequenceCalls(schemas.catalog(), schema, nextCall);
    SqlNode named = DualTable.rewrite(statement, schemas.catalog(), schema);
    SqlNode expanded = RowLists.expand(sequences.expand(RankedQueries.rewrite(named)));
    SqlNode rewritten = UsualFunctions.rewrite(PastTimes.rewrite(expanded));
    nextCall = sequences.nextCall();
    usedSequences.addAll(sequences.used());
    return rewritten;
  }

  /** What the trees so far read. */
  QueryShape shape(RelDataType rowType) {
    return QueryShape.of(rowType, used.ids(), usedSequences);
  }

  private RelNode convert(
      SqlNode valid,
      SqlValidator validator,
      CalciteCatalogReader reader,
      SqlToRelConverter.Config config) {
    SqlToRelConverter converter = converter(validator, reader, config);
    RelRoot root = converter.convertQuery(valid, false, true);
    RelNode rel = root.kind.belongsTo(SqlKind.DML) ? root.rel : root.project();
    RexBuilder rexBuilder = converter.getRexBuilder();
    return rel.accept(new MergedProjections())
        .accept(new ScalarColumns())
        .accept(new PaddedComparisons(rexBuilder))
        .accept(new CheckedArithmetic(rexBuilder))
        .accept(new PastTables(pasts, indexedPasts));
  }
}
