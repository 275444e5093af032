package dev.kevo.sql.exec;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.rel.type.TimeFrames;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;

/** A statement's context as generated code asks for it. */
public final class KevoDataContext implements DataContext {
  private final StatementContext statement;
  private final Map<String, Object> stashed;
  private final List<Evaluation> evaluations;
  private final JavaTypeFactory typeFactory;
  private @Nullable SchemaPlus scratch;

  KevoDataContext(
      StatementContext statement,
      Map<String, Object> stashed,
      List<Evaluation> evaluations,
      JavaTypeFactory typeFactory) {
    this.evaluations = evaluations;
    this.statement = statement;
    this.stashed = stashed;
    this.typeFactory = typeFactory;
  }

  static KevoDataContext of(DataContext root) {
    return (KevoDataContext) root;
  }

  /** The statement that generated code runs for. */
  public static StatementContext statementOf(DataContext root) {
    return of(root).statement;
  }

  StatementContext statement() {
    return statement;
  }

  /** A schema for this execution alone: recursive queries put their own rows there. */
  @Override
  public SchemaPlus getRootSchema() {
    SchemaPlus schema = scratch;
    if (schema == null) {
      schema = CalciteSchema.createRootSchema(false, false).plus();
      scratch = schema;
    }
    return schema;
  }

  @Override
  public JavaTypeFactory getTypeFactory() {
    return typeFactory;
  }

  @Override
  public QueryProvider getQueryProvider() {
    throw new UnsupportedOperationException("queryables are not supported");
  }

  @Override
  public @Nullable Object get(String name) {
    if (name.startsWith("?")) {
      return statement.parameters()[Integer.parseInt(name.substring(1))];
    }
    Object known = stashed.get(name);
    if (known != null) {
      return known;
    }
    return switch (name) {
      case "utcTimestamp", "currentTimestamp" -> nowMillis();
      case "localTimestamp", "sysTimestamp" -> localMillis();
      case "cancelFlag" -> statement.cancel().flag();
      case "timeZone" -> TimeZone.getDefault();
      case "locale" -> Locale.ENGLISH; // The names of days and months.
      case "timeFrameSet" -> TimeFrames.CORE;
      case "user", "systemUser" -> "";
      default -> null;
    };
  }

  /** The value of a function that the generated code cannot compute. Called by that code. */
  public static @Nullable Object evaluate(
      DataContext root, int evaluation, @Nullable Object[] arguments) {
    KevoDataContext context = of(root);
    return context.evaluations.get(evaluation).apply(arguments, context.statement);
  }

  private long nowMillis() {
    return statement.now().toEpochMilli();
  }

  private long localMillis() {
    return nowMillis() + TimeZone.getDefault().getOffset(nowMillis());
  }
}
