package dev.kevo.sql.script;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.kevo.sql.parser.SqlShowStatement;
import dev.kevo.sql.parser.SqlTransactionStatement;
import dev.kevo.sql.parser.ddl.AlterTableAction;
import dev.kevo.sql.parser.ddl.AlterTableStatement;
import dev.kevo.sql.parser.ddl.CommentStatement;
import dev.kevo.sql.parser.ddl.DropStatement;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;

/**
 * The kinds of statements that the grammar has beside queries: the parser's classes, and what their
 * enumerations and the actions of ALTER TABLE tell apart.
 */
public final class StatementKinds {
  private StatementKinds() {}

  /** All there are. */
  public static Set<String> all() {
    Set<String> kinds = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.kevo.sql.parser")) {
      boolean isAction = type.isAssignableTo(AlterTableAction.class) && !type.isInterface();
      boolean isStatement =
          SqlCall.class.isAssignableFrom(type.reflect())
              && !type.getModifiers().contains(JavaModifier.ABSTRACT)
              && type.getSimpleName().matches(".*(Statement|LockingQuery|WithChange)");
      if (isAction || isStatement) {
        kinds.add(type.getSimpleName());
      }
    }
    add(kinds, "show", SqlShowStatement.What.values());
    add(kinds, "transaction", SqlTransactionStatement.Action.values());
    add(kinds, "drop", DropStatement.Kind.values());
    add(kinds, "comment", CommentStatement.Kind.values());
    return kinds;
  }

  private static void add(Set<String> kinds, String prefix, Enum<?>... values) {
    for (Enum<?> value : values) {
      kinds.add(prefix + " " + value);
    }
  }

  /** The kinds that a statement is of. */
  public static Set<String> of(SqlNode statement) {
    Set<String> kinds = new TreeSet<>(Set.of(statement.getClass().getSimpleName()));
    if (statement instanceof SqlShowStatement show) {
      kinds.add("show " + show.what());
    } else if (statement instanceof SqlTransactionStatement transaction) {
      kinds.add("transaction " + transaction.action());
    } else if (statement instanceof DropStatement drop) {
      kinds.add("drop " + drop.kind());
    } else if (statement instanceof CommentStatement comment) {
      kinds.add("comment " + comment.kind());
    } else if (statement instanceof AlterTableStatement alter) {
      alter.actions().forEach(action -> kinds.add(action.getClass().getSimpleName()));
    }
    return kinds;
  }
}
