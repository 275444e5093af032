package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.sql.parser.KevoParser;
import dev.kevo.sql.parser.ReservedWords;
import dev.kevo.sql.parser.generated.KevoSqlParserConstants;
import dev.kevo.sql.types.SqlStateException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** All words but the reserved ones are names of columns and tables, and words all the same. */
final class WordsAsNamesTest {
  @Test
  void everyWordThatIsNotReservedIsAName() {
    Set<String> refused = new TreeSet<>();
    for (String image : KevoSqlParserConstants.tokenImage) {
      String word = image.replace("\"", "");
      if (word.matches("[A-Z][A-Z_0-9]*") && !parses(word)) {
        refused.add(word);
      }
    }
    refused.removeIf(ReservedWords::contains);
    assertEquals(Set.of(), refused);
  }

  private static boolean parses(String word) {
    String sql =
        "SELECT w, MAX(w.w) AS w FROM w AS w WHERE w = 1 AND 2 < w GROUP BY w ORDER BY w DESC";
    try {
      KevoParser.parse(sql.replaceAll("\\bw\\b", word));
      KevoParser.parse("CREATE TABLE " + word + " (" + word + " INTEGER)");
      KevoParser.parse("UPDATE t SET " + word + " = 1, a = " + word);
      return true;
    } catch (SqlStateException e) {
      return false;
    }
  }

  @Test
  void columnsThatPeopleHaveAreColumns() throws SQLException {
    List<String> columns =
        List.of(
            ("key value day year position at date time timestamp month hour minute second count"
                    + " type level index first last size length status text data label comment"
                    + " version role state language description method result parameter zone path"
                    + " scope uuid percent rank range sql system module function order_date"
                    + " replace ignore release begin start show names rows_read"
                    + " measure stream skip next current filter order_status owner")
                .split(" "));
    try (SqlFixture sql = new SqlFixture()) {
      sql.run(
          columns.stream()
              .map(column -> column + " INTEGER")
              .collect(Collectors.joining(", ", "CREATE TABLE t (", ", \"USER\" INTEGER)")));
      sql.run(
          "INSERT INTO t ("
              + String.join(", ", columns)
              + ", user) VALUES (7"
              + ", 7".repeat(columns.size())
              + ")");
      for (String column : columns) {
        sql.assertRows(
            List.of("7, 7"),
            "SELECT " + column + ", t." + column + " FROM t WHERE " + column + " = 7");
        sql.run("UPDATE t SET " + column + " = " + column + " + 0");
      }
      sql.assertRows(List.of("7"), "SELECT t.user FROM t");
    }
  }

  @Test
  void wordsOfLiteralsAndTypesStayWhatTheyAre() throws SQLException {
    try (SqlFixture sql = new SqlFixture()) {
      sql.run(
          "CREATE TABLE t (date DATE, time TIME, timestamp TIMESTAMP(3), span INTERVAL DAY, int INT,"
              + " double DOUBLE PRECISION)");
      sql.run("INSERT INTO t (date, span, int) VALUES (DATE '2024-01-31', INTERVAL '1' DAY, 5)");
      assertTrue(sql.rows("SELECT date + span FROM t").size() == 1);
      sql.assertRows(
          List.of("31, 5, true"),
          "SELECT EXTRACT(DAY FROM date), CAST(int AS DOUBLE PRECISION)::INT, date = DATE '2024-01-31' FROM t"
              + " WHERE date >= DATE '2024-01-01' AND span = INTERVAL '24' HOUR");
    }
  }
}
