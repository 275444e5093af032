package dev.kevo.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
  @ParameterizedTest
  @CsvSource({
    "%, ORDERS, true",
    "%, '', true",
    "ORDERS, ORDERS, true",
    "orders, ORDERS, false",
    "ORD%, ORDERS, true",
    "%ERS, ORDERS, true",
    "%R%R%, ORDERS, true",
    "%R%R%R%, ORDERS, false",
    "ORDER_, ORDERS, true",
    "ORDER__, ORDERS, false",
    "A_B, A_B, true",
    "A_B, AXB, true",
    "A\\_B, A_B, true",
    "A\\_B, AXB, false",
    "A\\_B, A\\_B, true",
    "100\\%, 100%, true",
    "100\\%, 1000, false",
    "A%B%C, AXXBYYBZZC, true",
    "A\\BC, ABC, true",
    "A\\, A\\, true",
    "A\\\\%, A\\X, true",
    "A\\\\%, AX, false",
    "'', ORDERS, false",
    "'', '', true"
  })
  void aPatternMatchesAsJdbcSays(String pattern, String name, boolean matches) throws SQLException {
    List<Object> parameters = new ArrayList<>();
    String condition = new NamePattern(pattern).condition("n", parameters);
    try (Connection connection = DriverManager.getConnection("jdbc:kevo:mem:patterns");
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT * FROM (VALUES (CAST(? AS VARCHAR))) AS t (n) WHERE " + condition)) {
      query.setString(1, name);
      for (int i = 0; i < parameters.size(); i++) {
        query.setObject(i + 2, parameters.get(i));
      }
      assertEquals(matches, query.executeQuery().next());
    }
  }
}
