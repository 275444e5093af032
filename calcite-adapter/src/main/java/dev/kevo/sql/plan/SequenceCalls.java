package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.SequenceDef;
import dev.kevo.sql.exec.SequenceNumbers;
import dev.kevo.sql.parser.KevoParser;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code NEXT VALUE FOR s} and {@code NEXTVAL('s')} as calls of {@link NextValueFunction},
 * {@code CURRENT VALUE FOR s}, {@code CURRVAL('s')} and {@code LASTVAL()} as calls of {@link
 * Functions#LAST_VALUE_OF}, so that names of sequences are looked up once and stay right when the
 * sequence is renamed.
 */
public final class SequenceCalls extends SqlShuttle {
  /** What databases call the function that gives the number which a session took last. */
  private static final Set<String> LAST_NUMBER =
      Set.of("LASTVAL", "LAST_INSERT_ID", "IDENTITY", "SCOPE_IDENTITY");

  private final Catalog catalog;
  private final String defaultSchema;
  private final List<Long> used = new ArrayList<>();
  private long nextCall;

  /**
   * For one statement or expression.
   *
   * @param firstCall tells this one's calls from those of others in the same row
   */
  public SequenceCalls(Catalog catalog, String defaultSchema, long firstCall) {
    this.catalog = catalog;
    this.defaultSchema = defaultSchema;
    this.nextCall = firstCall;
  }

  /** The statement or expression with its sequences looked up. */
  public SqlNode expand(SqlNode node) {
    SqlNode expanded = node.accept(this);
    return expanded == null ? node : expanded;
  }

  /** What tells the next call apart. */
  long nextCall() {
    return nextCall;
  }

  /** The ids of the sequences that were named. */
  public List<Long> used() {
    return List.copyOf(used);
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    if (call.getKind() == SqlKind.NEXT_VALUE) {
      return nextValue(call.operand(0), call.getParserPosition());
    }
    if (call.getKind() == SqlKind.CURRENT_VALUE) {
      return lastValue(find(call.operand(0)).id(), call.getParserPosition());
    }
    if (!(call.getOperator() instanceof SqlFunction function)) {
      return super.visit(call);
    }
    boolean next = function.getName().equalsIgnoreCase("NEXTVAL");
    if (call.operandCount() == 0
        && LAST_NUMBER.contains(function.getName().toUpperCase(Locale.ROOT))) {
      return lastValue(SequenceNumbers.ANY, call.getParserPosition());
    }
    if ((next || function.getName().equalsIgnoreCase("CURRVAL"))
        && call.operandCount() == 1
        && call.operand(0) instanceof SqlLiteral literal
        && literal.getTypeName().getFamily() == SqlTypeFamily.CHARACTER) {
      SqlParserPos pos = literal.getParserPosition();
      SqlNode name = KevoParser.parseExpression(literal.getValueAs(String.class));
      if (name instanceof SqlIdentifier identifier) {
        SqlIdentifier named = (SqlIdentifier) identifier.clone(pos);
        return next ? nextValue(named, pos) : lastValue(find(named).id(), pos);
      }
    }
    return super.visit(call);
  }

  private static SqlNode lastValue(long sequence, SqlParserPos pos) {
    return Functions.LAST_VALUE_OF.createCall(
        pos, SqlLiteral.createExactNumeric(Long.toString(sequence), pos));
  }

  private SqlNode nextValue(SqlNode name, SqlParserPos pos) {
    SequenceDef sequence = find((SqlIdentifier) name);
    used.add(sequence.id());
    return NextValueFunction.INSTANCE.createCall(
        pos,
        SqlLiteral.createExactNumeric(Long.toString(sequence.id()), pos),
        SqlLiteral.createExactNumeric(Long.toString(nextCall++), pos));
  }

  private SequenceDef find(SqlIdentifier name) {
    List<String> parts = name.names;
    String schema = parts.size() == 1 ? defaultSchema : parts.get(parts.size() - 2);
    return catalog
        .sequence(schema, parts.get(parts.size() - 1))
        .filter(found -> parts.size() <= 2)
        .orElseThrow(() -> missing(name));
  }

  private static SqlStateException missing(SqlIdentifier name) {
    return SqlErrors.at(
        SqlState.UNDEFINED_OBJECT,
        "sequence " + name + " does not exist",
        name.getParserPosition());
  }
}
