package dev.kevo.sql.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kevo.engine.Slice;
import dev.kevo.sql.types.SqlState;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document with columns at paths. What no column is about stays as it is in an update, and
 * so does what a column is about while its value stays the same. NULL is the absence of the field;
 * a JSON null is read as NULL too.
 *
 * @param columns those that are not in the key
 * @param paths of the columns
 */
record JsonFormat(List<MappedColumn> columns, List<JsonPath> paths) implements ValueFormat {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final JsonNodeFactory NODES = MAPPER.getNodeFactory();

  @Override
  public void read(Slice value, @Nullable Object[] row) {
    JsonNode document = parse(value);
    for (int i = 0; i < columns.size(); i++) {
      row[columns.get(i).ordinal()] = value(columns.get(i), paths.get(i).find(document));
    }
  }

  private static JsonNode parse(Slice value) {
    try {
      JsonNode document = MAPPER.readTree(value.array(), value.offset(), value.length());
      if (document == null || document.isMissingNode()) {
        throw malformed("the value is empty");
      }
      return document;
    } catch (JsonProcessingException e) {
      throw malformed("the value is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw malformed("the value is no JSON");
    }
  }

  private static MalformedValueException malformed(String message) {
    return new MalformedValueException(SqlState.INVALID_JSON, message);
  }

  private static @Nullable Object value(MappedColumn column, @Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return column.convert(null);
    }
    if (column.type().json()) {
      return column.convert(node.toString());
    }
    if (column.type().isText()) {
      return column.convert(node.isContainerNode() ? node.toString() : node.asText());
    }
    boolean number = SqlTypeName.NUMERIC_TYPES.contains(column.type().typeName());
    boolean bool = column.type().typeName() == SqlTypeName.BOOLEAN;
    if (node.isBoolean() && bool) {
      return node.booleanValue();
    }
    if (node.isNumber() && number) {
      return column.convert(
          node.isIntegralNumber() && node.canConvertToLong()
              ? (Object) node.longValue()
              : node.decimalValue());
    }
    if (node.isTextual() && !number && !bool) {
      return column.convert(node.textValue());
    }
    throw malformed(
        "column "
            + column.name()
            + " takes a JSON "
            + (number ? "number" : bool ? "boolean" : "string")
            + ", not "
            + node.getNodeType().name().toLowerCase(Locale.ROOT));
  }

  @Override
  public byte[] write(@Nullable Object[] row, @Nullable Slice stored) {
    JsonNode document = stored == null ? NODES.objectNode() : parse(stored);
    for (int i = 0; i < columns.size(); i++) {
      MappedColumn column = columns.get(i);
      Object value = row[column.ordinal()];
      if (stored == null || !Objects.equals(value, current(column, paths.get(i), document))) {
        document = paths.get(i).replace(document, value == null ? null : node(column, value));
      }
    }
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw SqlState.INVALID_JSON.failure("the row cannot be written as JSON", e);
    }
  }

  /** What a column has now; itself no value of any column if it cannot be read. */
  private static @Nullable Object current(MappedColumn column, JsonPath path, JsonNode document) {
    try {
      return value(column, path.find(document));
    } catch (MalformedValueException e) {
      return e;
    }
  }

  private static JsonNode node(MappedColumn column, Object value) {
    if (value instanceof Boolean bool) {
      return NODES.booleanNode(bool);
    }
    if (value instanceof BigDecimal decimal) {
      return NODES.numberNode(decimal);
    }
    if (value instanceof Number number
        && SqlTypeName.NUMERIC_TYPES.contains(column.type().typeName())) {
      return number(column, number);
    }
    if (column.type().json()) {
      try {
        return MAPPER.readTree((String) value);
      } catch (JsonProcessingException e) {
        throw SqlState.INVALID_JSON.failure("column " + column.name() + " takes JSON only", e);
      }
    }
    return NODES.textNode(column.text(value));
  }

  private static JsonNode number(MappedColumn column, Number number) {
    if (!(number instanceof Double || number instanceof Float)) {
      return NODES.numberNode(number.longValue());
    }
    if (!Double.isFinite(number.doubleValue())) {
      throw SqlState.OUT_OF_RANGE.failure(
          "JSON has no number " + number + ", for column " + column.name());
    }
    return NODES.numberNode(new BigDecimal(number.toString()));
  }

  @Override
  public boolean holdsMore() {
    return true;
  }
}
