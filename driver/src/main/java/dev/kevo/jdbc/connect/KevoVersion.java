package dev.kevo.jdbc.connect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this product, from the build. */
public final class KevoVersion {
  /** What the product and the driver call themselves. */
  public static final String PRODUCT_NAME = "Kevo";

  private static final String TEXT = read();

  private KevoVersion() {}

  /** Such as 1.2.3 or 1.2.3-SNAPSHOT. */
  public static String text() {
    return TEXT;
  }

  /** The number before the first dot. */
  public static int major() {
    return part(0);
  }

  /** The number after the first dot. */
  public static int minor() {
    return part(1);
  }

  private static int part(int index) {
    String[] parts = TEXT.split("[.-]");
    return index < parts.length ? Integer.parseInt(parts[index]) : 0;
  }

  private static String read() {
    try (InputStream in = KevoVersion.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
