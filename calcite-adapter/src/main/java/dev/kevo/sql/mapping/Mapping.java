package dev.kevo.sql.mapping;

import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.MappingDef;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.SqlState;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The key pattern and the value format of a mapped table. Immutable and thread-safe.
 *
 * @param key how keys are made
 * @param value how values are written
 */
public record Mapping(KeyPattern key, ValueFormat value) {
  /** What a definition means for columns; refused if they cannot be mapped so. */
  public static Mapping of(MappingDef definition, List<ColumnDef> columns) {
    List<MappedColumn> all = new ArrayList<>();
    for (ColumnDef column : columns) {
      all.add(new MappedColumn(all.size(), column.name(), column.type()));
    }
    KeyPattern key = KeyPattern.parse(definition.keyPattern(), name -> named(all, name));
    Set<Integer> inKey = new HashSet<>();
    for (int ordinal : key.columns()) {
      if (!inKey.add(ordinal)) {
        throw SqlState.DUPLICATE_COLUMN.failure(
            "column " + all.get(ordinal).name() + " stands twice in the key");
      }
    }
    List<MappedColumn> values =
        all.stream().filter(column -> !inKey.contains(column.ordinal())).toList();
    return new Mapping(key, format(definition, values));
  }

  private static MappedColumn named(List<MappedColumn> columns, String name) {
    for (String wanted : List.of(name, name.toUpperCase(Locale.ROOT))) {
      for (MappedColumn column : columns) {
        if (column.name().equals(wanted)) {
          return column;
        }
      }
    }
    throw SqlState.UNDEFINED_COLUMN.failure("the key pattern's column " + name + " is missing");
  }

  private static ValueFormat format(MappingDef definition, List<MappedColumn> columns) {
    return switch (definition.format()) {
      case JSON -> json(definition, columns);
      case DELIMITED -> {
        columns.forEach(Mapping::requireText);
        yield new DelimitedFormat(columns, definition.delimiter());
      }
      case TEXT -> {
        if (columns.size() != 1) {
          throw SqlState.INVALID_TABLE_DEFINITION.failure(
              "VALUE TEXT is for one column besides the key's, not " + columns.size());
        }
        requireText(columns.get(0));
        yield new TextFormat(columns.get(0));
      }
      case BINARY -> binary(columns, ByteOrder.BIG_ENDIAN);
      case BINARY_LITTLE_ENDIAN -> binary(columns, ByteOrder.LITTLE_ENDIAN);
    };
  }

  private static JsonFormat json(MappingDef definition, List<MappedColumn> columns) {
    List<JsonPath> paths = new ArrayList<>();
    for (MappedColumn column : columns) {
      requireText(column);
      String path = definition.paths().get(column.ordinal());
      paths.add(path == null ? defaultPath(column.name()) : JsonPath.parse(path));
    }
    return new JsonFormat(columns, paths);
  }

  /** A name that was not quoted stands for the field in lower case, as people write JSON. */
  private static JsonPath defaultPath(String column) {
    boolean unquoted = column.equals(column.toUpperCase(Locale.ROOT));
    return new JsonPath(List.of(unquoted ? column.toLowerCase(Locale.ROOT) : column));
  }

  private static BinaryFormat binary(List<MappedColumn> columns, ByteOrder order) {
    for (MappedColumn column : columns) {
      int width = BinaryFormat.width(column.type());
      if (width < 0) {
        throw unsupported(column);
      }
      if (width == 0 && column.ordinal() != columns.get(columns.size() - 1).ordinal()) {
        throw SqlState.INVALID_TABLE_DEFINITION.failure(
            "column " + column.name() + " has no fixed width, so it must be the last");
      }
    }
    return new BinaryFormat(columns, order);
  }

  private static void requireText(MappedColumn column) {
    @Nullable ColumnType element = column.type().element();
    if (element != null || column.type().isBinary()) {
      throw unsupported(column);
    }
  }

  private static RuntimeException unsupported(MappedColumn column) {
    return SqlState.NOT_SUPPORTED.failure(
        "column "
            + column.name()
            + " of type "
            + column.type().sqlName()
            + " has no form in such values");
  }
}
