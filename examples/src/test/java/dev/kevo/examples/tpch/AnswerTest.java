package dev.kevo.examples.tpch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When two answers count as equal. */
final class AnswerTest {
  private static Answer answer(String sql) throws SQLException {
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:")) {
      return Answer.of(h2, sql);
    }
  }

  private static Optional<String> difference(String a, String b, Integer... orderedBy)
      throws SQLException {
    return answer(a).differenceTo(answer(b), List.of(orderedBy));
  }

  @Test
  void rowsWithoutOrderMayComeInAnyOrder() throws SQLException {
    assertEquals(
        Optional.empty(), difference("VALUES (1, 'a'), (2, 'b')", "VALUES (2, 'b'), (1, 'a')"));
  }

  @Test
  void theSequenceOfTheOrderColumnsMustAgree() throws SQLException {
    assertTrue(difference("VALUES (1, 'a'), (2, 'b')", "VALUES (2, 'b'), (1, 'a')", 1).isPresent());
  }

  @Test
  void tiesMayComeInAnyOrder() throws SQLException {
    assertEquals(
        Optional.empty(), difference("VALUES (1, 'a'), (1, 'b')", "VALUES (1, 'b'), (1, 'a')", 1));
  }

  @Test
  void averagesMayDifferInTheirLastDigits() throws SQLException {
    assertEquals(Optional.empty(), difference("VALUES 25.52200600", "VALUES 25.522006"));
    assertEquals(Optional.empty(), difference("VALUES 25.522005999999", "VALUES 25.522006"));
    assertEquals(Optional.empty(), difference("VALUES 23512.752857", "VALUES 23512.75286"));
    assertTrue(difference("VALUES 25.52200000", "VALUES 25.522006").isPresent());
  }

  @Test
  void sumsMustBeExact() throws SQLException {
    assertTrue(difference("VALUES 123456789.01", "VALUES 123456789.02").isPresent());
  }

  @Test
  void aMissingRowOrANullIsADifference() throws SQLException {
    assertTrue(difference("VALUES 1, 2", "VALUES 1").isPresent());
    assertTrue(difference("VALUES CAST(NULL AS INTEGER)", "VALUES 0").isPresent());
  }
}
