package dev.kevo.sql.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a JSON document: {@code $}, then names as {@code .name} or {@code ["name"]} and array
 * elements as {@code [0]}.
 *
 * @param steps names (String) and indexes (Integer)
 */
record JsonPath(List<Object> steps) {
  private static final Pattern STEP =
      Pattern.compile("\\.([\\p{L}_][\\p{L}\\p{N}_-]*)|\\[(\\d{1,6})\\]|\\[\"([^\"\\\\]+)\"\\]");

  JsonPath {
    steps = List.copyOf(steps);
  }

  /** The path of a text; 42601 if it is none. */
  static JsonPath parse(String text) {
    List<Object> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(text);
    int at = 1;
    while (text.startsWith("$")
        && at < text.length()
        && matcher.find(at)
        && matcher.start() == at) {
      if (matcher.group(2) != null) {
        steps.add(Integer.valueOf(matcher.group(2)));
      } else {
        steps.add(matcher.group(1) == null ? matcher.group(3) : matcher.group(1));
      }
      at = matcher.end();
    }
    if (!text.startsWith("$") || at != text.length()) {
      throw SqlState.SYNTAX_ERROR.failure("'" + text + "' is no path: it is like $.a.b[0]");
    }
    return new JsonPath(steps);
  }

  /** What stands there; null if nothing does. */
  @Nullable JsonNode find(JsonNode document) {
    JsonNode node = document;
    for (Object step : steps) {
      node = step instanceof Integer index ? node.get(index) : node.get((String) step);
      if (node == null) {
        return null;
      }
    }
    return node;
  }

  /** The document with something else there, or with nothing there if it is null. */
  JsonNode replace(JsonNode document, @Nullable JsonNode value) {
    if (steps.isEmpty()) {
      return value == null ? NullNode.instance : value;
    }
    JsonNode node = document;
    for (int i = 0; i < steps.size() - 1; i++) {
      JsonNode child = child(node, steps.get(i));
      if (child == null || !child.isContainerNode()) {
        if (value == null) {
          return document;
        }
        child = JsonNodeFactory.instance.objectNode();
        set(node, steps.get(i), child);
      }
      node = child;
    }
    Object last = steps.get(steps.size() - 1);
    if (value == null) {
      remove(node, last);
    } else {
      set(node, last, value);
    }
    return document;
  }

  private static @Nullable JsonNode child(JsonNode node, Object step) {
    return step instanceof Integer index ? node.get(index) : node.get((String) step);
  }

  private static void remove(JsonNode node, Object step) {
    if (node instanceof ObjectNode object && step instanceof String name) {
      object.remove(name);
    } else if (node instanceof ArrayNode array
        && step instanceof Integer index
        && index < array.size()) {
      array.setNull(index);
    }
  }

  private static void set(JsonNode node, Object step, JsonNode value) {
    if (node instanceof ObjectNode object && step instanceof String name) {
      object.set(name, value);
    } else if (node instanceof ArrayNode array
        && step instanceof Integer index
        && index <= array.size()) {
      if (index == array.size()) {
        array.add(value);
      } else {
        array.set(index, value);
      }
    } else {
      throw SqlState.DATA_EXCEPTION.failure(
          "the JSON value has no place for " + step + ", where a column is to be written");
    }
  }
}
