package dev.kevo.sql.mapping;

import dev.kevo.engine.Slice;
import dev.kevo.sql.types.SqlState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fields between delimiters, in UTF-8, one per column. A field that has the delimiter, a double
 * quote or a line break is in double quotes, with those in it doubled; so is an empty text, since
 * an empty field is NULL. Missing fields at the end are NULL; fields beyond the columns are kept.
 */
record DelimitedFormat(List<MappedColumn> columns, String delimiter) implements ValueFormat {
  private static final char QUOTE = '"';

  @Override
  public void read(Slice value, @Nullable Object[] row) {
    List<@Nullable String> fields = split(MappedColumn.utf8(value));
    for (int i = 0; i < columns.size(); i++) {
      MappedColumn column = columns.get(i);
      row[column.ordinal()] = column.convert(i < fields.size() ? fields.get(i) : null);
    }
  }

  private List<@Nullable String> split(String text) {
    List<@Nullable String> fields = new ArrayList<>();
    int at = 0;
    while (true) {
      int end;
      if (at < text.length() && text.charAt(at) == QUOTE) {
        StringBuilder field = new StringBuilder();
        end = quoted(text, at + 1, field);
        fields.add(field.toString());
      } else {
        int next = text.indexOf(delimiter, at);
        end = next < 0 ? text.length() : next;
        fields.add(end == at ? null : text.substring(at, end));
      }
      if (end == text.length()) {
        return fields;
      }
      if (!text.startsWith(delimiter, end)) {
        throw malformed("no delimiter follows the quotes of field " + fields.size());
      }
      at = end + delimiter.length();
    }
  }

  /** Adds what stands between quotes, and says where it goes on after them. */
  private static int quoted(String text, int from, StringBuilder field) {
    int at = from;
    while (true) {
      int quote = text.indexOf(QUOTE, at);
      if (quote < 0) {
        throw malformed("a quote is not closed");
      }
      field.append(text, at, quote);
      if (quote + 1 == text.length() || text.charAt(quote + 1) != QUOTE) {
        return quote + 1;
      }
      field.append(QUOTE);
      at = quote + 2;
    }
  }

  private static MalformedValueException malformed(String message) {
    return new MalformedValueException(SqlState.DATA_EXCEPTION, message);
  }

  @Override
  public byte[] write(@Nullable Object[] row, @Nullable Slice stored) {
    List<@Nullable String> fields = new ArrayList<>();
    for (MappedColumn column : columns) {
      Object value = row[column.ordinal()];
      fields.add(value == null ? null : column.text(value));
    }
    if (stored != null) {
      List<@Nullable String> old = split(MappedColumn.utf8(stored));
      fields.addAll(old.subList(Math.min(columns.size(), old.size()), old.size()));
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < fields.size(); i++) {
      text.append(i == 0 ? "" : delimiter).append(quotedIfNeeded(fields.get(i)));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String quotedIfNeeded(@Nullable String field) {
    if (field == null) {
      return "";
    }
    boolean plain =
        !field.isEmpty()
            && !field.contains(delimiter)
            && field.chars().noneMatch(c -> c == QUOTE || c == '\n' || c == '\r');
    return plain ? field : QUOTE + field.replace("\"", "\"\"") + QUOTE;
  }

  @Override
  public boolean holdsMore() {
    return true;
  }
}
