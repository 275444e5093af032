package dev.kevo.sql.table;

import static dev.kevo.sql.table.InformationSchema.CATALOG;
import static dev.kevo.sql.table.InformationSchema.define;

import dev.kevo.sql.catalog.ConstraintDef;
import dev.kevo.sql.catalog.TableDef;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of INFORMATION_SCHEMA about constraints. Names of foreign keys and checks are unique
 * within their table only, so these have the table beside the name where the standard has not.
 */
final class ConstraintTables {
  private record Constraint(TableDef table, String name, String type) {}

  private record Check(TableDef table, ConstraintDef.Check def) {}

  private record Reference(TableDef table, ConstraintDef.ForeignKey key, ReferencedKey parent) {}

  static final List<SystemDef<Definitions>> ALL =
      List.of(
          define(
              "TABLE_CONSTRAINTS",
              ConstraintTables::constraints,
              new SystemColumns<Constraint>()
                  .constant("CONSTRAINT_CATALOG", CATALOG)
                  .text("CONSTRAINT_SCHEMA", constraint -> constraint.table().schema())
                  .text("CONSTRAINT_NAME", Constraint::name)
                  .constant("TABLE_CATALOG", CATALOG)
                  .text("TABLE_SCHEMA", constraint -> constraint.table().schema())
                  .text("TABLE_NAME", constraint -> constraint.table().name())
                  .text("CONSTRAINT_TYPE", Constraint::type)
                  .constant("IS_DEFERRABLE", "NO")
                  .constant("INITIALLY_DEFERRED", "NO")
                  .constant("ENFORCED", "YES")),
          define(
              "REFERENTIAL_CONSTRAINTS",
              ConstraintTables::references,
              new SystemColumns<Reference>()
                  .constant("CONSTRAINT_CATALOG", CATALOG)
                  .text("CONSTRAINT_SCHEMA", reference -> reference.table().schema())
                  .text("CONSTRAINT_NAME", reference -> reference.key().name())
                  .constant("UNIQUE_CONSTRAINT_CATALOG", CATALOG)
                  .text(
                      "UNIQUE_CONSTRAINT_SCHEMA", reference -> reference.parent().table().schema())
                  .textOrNull("UNIQUE_CONSTRAINT_NAME", reference -> reference.parent().name())
                  .constant("MATCH_OPTION", "NONE")
                  .text("UPDATE_RULE", reference -> reference.key().onUpdate().sql())
                  .text("DELETE_RULE", reference -> reference.key().onDelete().sql())
                  .text("TABLE_NAME", reference -> reference.table().name())
                  .text("REFERENCED_TABLE_NAME", reference -> reference.parent().table().name())),
          define(
              "CHECK_CONSTRAINTS",
              ConstraintTables::checks,
              new SystemColumns<Check>()
                  .constant("CONSTRAINT_CATALOG", CATALOG)
                  .text("CONSTRAINT_SCHEMA", check -> check.table().schema())
                  .text("CONSTRAINT_NAME", check -> check.def().name())
                  .text("CHECK_CLAUSE", check -> check.def().sql())
                  .text("TABLE_NAME", check -> check.table().name())));

  private ConstraintTables() {}

  private static List<Constraint> constraints(Definitions definitions) {
    List<Constraint> constraints = new ArrayList<>();
    for (TableDef table : definitions.tables()) {
      if (table.primaryKeyName() != null) {
        constraints.add(new Constraint(table, table.primaryKeyName(), "PRIMARY KEY"));
      }
      for (ConstraintDef constraint : table.constraints()) {
        constraints.add(new Constraint(table, constraint.name(), type(constraint)));
      }
    }
    return constraints;
  }

  private static String type(ConstraintDef constraint) {
    if (constraint instanceof ConstraintDef.Unique) {
      return "UNIQUE";
    }
    return constraint instanceof ConstraintDef.Check ? "CHECK" : "FOREIGN KEY";
  }

  private static List<Reference> references(Definitions definitions) {
    List<Reference> references = new ArrayList<>();
    for (TableDef table : definitions.tables()) {
      for (ConstraintDef constraint : table.constraints()) {
        if (constraint instanceof ConstraintDef.ForeignKey key) {
          references.add(new Reference(table, key, ReferencedKey.of(key, definitions)));
        }
      }
    }
    return references;
  }

  private static List<Check> checks(Definitions definitions) {
    List<Check> checks = new ArrayList<>();
    for (TableDef table : definitions.tables()) {
      for (ConstraintDef constraint : table.constraints()) {
        if (constraint instanceof ConstraintDef.Check check) {
          checks.add(new Check(table, check));
        }
      }
    }
    return checks;
  }
}
