package dev.kevo.jdbc.corpus;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a result as scripts write them. */
final class ResultText {
  private ResultText() {}

  /** All values of a result, row by row, sorted as the query asks. */
  static List<String> values(ResultSet result, ScriptRecord.Query query) throws SQLException {
    int columns = query.types().length();
    if (result.getMetaData().getColumnCount() != columns) {
      throw new SQLException(
          "the result has "
              + result.getMetaData().getColumnCount()
              + " columns, the script "
              + columns);
    }
    List<List<String>> rows = new ArrayList<>();
    while (result.next()) {
      List<String> row = new ArrayList<>(columns);
      for (int i = 1; i <= columns; i++) {
        row.add(text(result.getObject(i), query.types().charAt(i - 1)));
      }
      rows.add(row);
    }
    if (query.sort() == ScriptRecord.Sort.ROWSORT) {
      rows.sort(ResultText::compareRows);
    }
    List<String> values = new ArrayList<>();
    rows.forEach(values::addAll);
    if (query.sort() == ScriptRecord.Sort.VALUESORT) {
      Collections.sort(values);
    }
    return values;
  }

  private static int compareRows(List<String> left, List<String> right) {
    for (int i = 0; i < left.size(); i++) {
      int order = left.get(i).compareTo(right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static String text(@Nullable Object value, char type) {
    if (value == null) {
      return "NULL";
    }
    return switch (type) {
      case 'I' -> integer(value);
      case 'R' -> number(value).setScale(3, RoundingMode.HALF_EVEN).toPlainString();
      default -> printable(value.toString());
    };
  }

  /** A text in a column of integers counts as the integer it begins with, else as 0. */
  private static String integer(Object value) {
    if (value instanceof Boolean truth) {
      return truth ? "1" : "0";
    }
    if (value instanceof Number) {
      return number(value).setScale(0, RoundingMode.DOWN).toPlainString();
    }
    try {
      return Long.toString(Long.parseLong(value.toString().strip()));
    } catch (NumberFormatException e) {
      return "0";
    }
  }

  private static BigDecimal number(Object value) {
    return new BigDecimal(value.toString());
  }

  private static String printable(String text) {
    return text.isEmpty() ? "(empty)" : text.replaceAll("[^ -~]", "@");
  }

  /** Whether values are those that the script gives, itself or as their number and MD5. */
  static boolean agree(List<String> values, List<String> expected) {
    if (values.equals(expected)) {
      return true;
    }
    if (expected.size() != 1 || !expected.get(0).contains(" values hashing to ")) {
      return false;
    }
    String[] words = expected.get(0).split(" ");
    return values.size() == Integer.parseInt(words[0]) && md5(values).equals(words[4]);
  }

  private static String md5(List<String> values) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
    for (String value : values) {
      digest.update((value + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
