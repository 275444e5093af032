package dev.kevo.sql.types;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** The name of a type in a statement that Calcite's own nodes for names of types do not hold. */
public final class ColumnTypeName extends SqlTypeNameSpec {
  private final ColumnType type;

  public ColumnTypeName(ColumnType type, SqlParserPos pos) {
    super(new SqlIdentifier(type.declaration(), pos), pos);
    this.type = type;
  }

  /** The type that it names. */
  public ColumnType type() {
    return type;
  }

  @Override
  public RelDataType deriveType(SqlValidator validator) {
    return type.toRel(validator.getTypeFactory());
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.literal(type.declaration());
  }

  @Override
  public boolean equalsDeep(SqlTypeNameSpec spec, Litmus litmus) {
    return (spec instanceof ColumnTypeName other && other.type.equals(type))
        ? litmus.succeed()
        : litmus.fail("{} != {}", this, spec);
  }
}
