package dev.kevo.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    "'', ORDERS, false",
    "'', '', true"
  })
  void aPatternMatchesAsJdbcSays(String pattern, String name, boolean matches) {
    assertEquals(matches, NamePattern.of(pattern).matches(name));
  }
}
