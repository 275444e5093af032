package dev.kevo.sql.types;

import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Calcite's type factory under {@link KevoTypeSystem}, with all text in Unicode. Values of TIME are
 * longs ({@link TimeType}), and UUIDs are byte strings in generated code, since those sort as the
 * UUIDs' texts do and {@link java.util.UUID} does not.
 */
public final class KevoTypeFactory extends JavaTypeFactoryImpl {
  public KevoTypeFactory() {
    super(KevoTypeSystem.INSTANCE);
  }

  /** TIME is never looked up among Calcite's interned types, which have its own. */
  @Override
  public RelDataType createSqlType(SqlTypeName typeName, int precision) {
    return typeName == SqlTypeName.TIME && precision >= 0
        ? new TimeType(false, Math.min(precision, KevoTypeSystem.FRACTIONAL_DIGITS_MAX))
        : super.createSqlType(typeName, precision);
  }

  @Override
  public RelDataType createTypeWithNullability(RelDataType type, boolean nullable) {
    return type instanceof TimeType time
        ? time.createWithNullability(nullable)
        : super.createTypeWithNullability(type, nullable);
  }

  @Override
  public Type getJavaClass(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case TIME -> type.isNullable() ? Long.class : long.class;
      case UUID -> ByteString.class;
      default -> super.getJavaClass(type);
    };
  }

  @Override
  public Charset getDefaultCharset() {
    return StandardCharsets.UTF_8;
  }
}
