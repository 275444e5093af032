package dev.kevo.sql.catalog;

import dev.kevo.engine.Slice;
import dev.kevo.sql.parser.ddl.MappingClause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stored form of how a table is mapped, a field of the table's. */
final class MappingRecord {
  private static final int KEYSPACE = 1;
  private static final int KEY_PATTERN = 2;
  private static final int FORMAT = 3;
  private static final int DELIMITER = 4;
  private static final int ON_MALFORMED = 5;

  /** One for each column, empty for none. */
  private static final int PATH = 6;

  private MappingRecord() {}

  static byte[] write(MappingDef mapping) {
    Fields.Writer fields =
        new Fields.Writer()
            .text(KEYSPACE, mapping.keyspace())
            .text(KEY_PATTERN, mapping.keyPattern())
            .text(FORMAT, mapping.format().name())
            .text(DELIMITER, mapping.delimiter())
            .text(ON_MALFORMED, mapping.onMalformed().name());
    for (String path : mapping.paths()) {
      fields.text(PATH, path == null ? "" : path);
    }
    return fields.finish();
  }

  static MappingDef read(Slice record) {
    Fields.Reader fields = new Fields.Reader(record);
    String keyspace = "";
    String keyPattern = "";
    MappingClause.Format format = MappingClause.Format.JSON;
    String delimiter = "";
    MappingClause.OnMalformed onMalformed = MappingClause.OnMalformed.ERROR;
    List<@Nullable String> paths = new ArrayList<>();
    while (fields.next()) {
      switch (fields.tag()) {
        case KEYSPACE -> keyspace = fields.text();
        case KEY_PATTERN -> keyPattern = fields.text();
        case FORMAT -> format = named(MappingClause.Format.class, fields.text());
        case DELIMITER -> delimiter = fields.text();
        case ON_MALFORMED -> onMalformed = named(MappingClause.OnMalformed.class, fields.text());
        case PATH -> {
          String path = fields.text();
          paths.add(path.isEmpty() ? null : path);
        }
        default -> throw Fields.unknown("mapping", fields);
      }
    }
    return new MappingDef(keyspace, keyPattern, format, delimiter, onMalformed, paths);
  }

  private static <E extends Enum<E>> E named(Class<E> type, String name) {
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw Fields.corrupt("a mapping has the unknown word " + name);
    }
  }
}
