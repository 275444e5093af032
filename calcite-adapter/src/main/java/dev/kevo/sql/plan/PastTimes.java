package dev.kevo.sql.plan;

import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Makes moments of the times of FOR SYSTEM_TIME AS OF, whatever type they have; refuses those that
 * depend on rows.
 */
final class PastTimes extends SqlShuttle {
  private static final int MICROSECONDS = 6;

  /** Functions that are written as names. */
  private static final Set<String> MOMENTS =
      Set.of("CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP");

  private PastTimes() {}

  static SqlNode rewrite(SqlNode node) {
    SqlNode rewritten = node.accept(new PastTimes());
    return rewritten == null ? node : rewritten;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    if (!(visited instanceof SqlSnapshot snapshot)) {
      return visited;
    }
    SqlNode period = snapshot.getPeriod();
    period.accept(new Rows());
    SqlParserPos pos = period.getParserPosition();
    SqlDataTypeSpec moment =
        new SqlDataTypeSpec(
            new SqlBasicTypeNameSpec(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, MICROSECONDS, pos),
            pos);
    return new SqlSnapshot(
        snapshot.getParserPosition(),
        snapshot.getTableRef(),
        SqlStdOperatorTable.CAST.createCall(pos, period, moment));
  }

  /** Refuses columns and queries. */
  private static final class Rows extends SqlBasicVisitor<@Nullable Void> {
    @Override
    public @Nullable Void visit(SqlIdentifier name) {
      if (name.isSimple() && MOMENTS.contains(name.getSimple())) {
        return null;
      }
      throw refused(name);
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
      if (call.isA(SqlKind.QUERY)) {
        throw refused(call);
      }
      return super.visit(call);
    }

    private static RuntimeException refused(SqlNode node) {
      return SqlErrors.at(
          SqlState.NOT_SUPPORTED,
          "the time of FOR SYSTEM_TIME AS OF takes literals, parameters and functions of the"
              + " statement's moment, no columns and queries",
          node.getParserPosition());
    }
  }
}
