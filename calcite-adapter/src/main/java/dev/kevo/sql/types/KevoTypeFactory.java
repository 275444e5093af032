package dev.kevo.sql.types;

import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;

/**
 * Calcite's type factory under {@link KevoTypeSystem}, with all text in Unicode. Values of TIME are
 * longs in generated code, since microseconds do not fit an int, and UUIDs are byte strings, since
 * those sort as the UUIDs' texts do and {@link java.util.UUID} does not.
 */
public final class KevoTypeFactory extends JavaTypeFactoryImpl {
  public KevoTypeFactory() {
    super(KevoTypeSystem.INSTANCE);
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
