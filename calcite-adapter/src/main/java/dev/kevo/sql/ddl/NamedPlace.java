package dev.kevo.sql.ddl;

import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlStateException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Where a definition names what an error is about. The catalogue, which finds most errors of
 * definitions, knows names but no text; of the names that a message has, the last one in the
 * statement is the one that it complains of ("table T has no column C", "column A is defined
 * twice").
 */
final class NamedPlace extends SqlBasicVisitor<@Nullable Void> {
  private final Set<String> words;
  private @Nullable SqlParserPos place;

  private NamedPlace(String message) {
    words = new HashSet<>(List.of(message.split("[^\\p{L}\\p{N}_$]+")));
  }

  /** The error with its place in the statement, if it is about a name and has none. */
  static SqlStateException of(SqlStateException error, SqlNode statement) {
    String message = String.valueOf(error.getMessage());
    String group = error.state().code().substring(0, 2);
    if (message.contains(" at line ") || !(group.equals("42") || group.equals("3F"))) {
      return error;
    }
    NamedPlace found = new NamedPlace(message);
    statement.accept(found);
    return found.place == null ? error : SqlErrors.at(error.state(), message, found.place);
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    return call.isA(SqlKind.QUERY) ? null : super.visit(call);
  }

  @Override
  public @Nullable Void visit(SqlIdentifier name) {
    for (int i = name.names.size() - 1; i >= 0; i--) {
      if (words.contains(name.names.get(i))) {
        SqlParserPos found = name.getComponentParserPosition(i);
        if (found.getLineNum() > 0 && (place == null || isBehind(found, place))) {
          place = found;
        }
        break;
      }
    }
    return null;
  }

  private static boolean isBehind(SqlParserPos one, SqlParserPos other) {
    return one.getLineNum() != other.getLineNum()
        ? one.getLineNum() > other.getLineNum()
        : one.getColumnNum() > other.getColumnNum();
  }
}
