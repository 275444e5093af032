package dev.kevo.sql.types;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;

/** Calcite's type factory under {@link KevoTypeSystem}, with all text in Unicode. */
public final class KevoTypeFactory extends JavaTypeFactoryImpl {
  public KevoTypeFactory() {
    super(KevoTypeSystem.INSTANCE);
  }

  @Override
  public Charset getDefaultCharset() {
    return StandardCharsets.UTF_8;
  }
}
