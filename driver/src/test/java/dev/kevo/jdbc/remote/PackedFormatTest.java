package dev.kevo.jdbc.remote;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.sql.types.SqlStateException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PackedFormatTest {
  private static final @Nullable Object[] VALUES = {
    null,
    true,
    false,
    Byte.MIN_VALUE,
    Short.MAX_VALUE,
    Integer.MIN_VALUE,
    0,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    63L,
    -64L,
    64L,
    Float.NaN,
    1.5f,
    -0.0,
    Double.POSITIVE_INFINITY,
    new BigDecimal("-12.3400"),
    new BigDecimal("1E+40"),
    new BigDecimal(new BigInteger("123456789012345678901234567890"), -7),
    "",
    "ascii",
    "grüße \u20ac \ud83d\ude00 \u0000",
    "x".repeat(127),
    "x".repeat(128),
    "y".repeat(70_000),
    new UUID(-1, 1),
    LocalDate.of(-44, 3, 15),
    LocalTime.of(23, 59, 59, 999_999_999),
    LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000),
    Instant.ofEpochSecond(-1, 5),
    Duration.ofNanos(-1),
    Period.of(-1, 13, 400),
    Arrays.asList(1, null, List.of("a"), List.of()),
  };

  private static PackedWriter writer() {
    return new PackedWriter(1);
  }

  private static PackedReader reader(PackedWriter written) {
    byte[] bytes = written.toByteArray();
    assertTrue(PackedFormat.isPacked(bytes));
    return new PackedReader(bytes);
  }

  @Test
  void numbersOfTagsAreTheirPlaces() {
    for (int number = 0; number < PackedFormat.Tag.values().length; number++) {
      assertEquals(number, PackedFormat.Tag.of(number).number());
    }
    assertMalformed(() -> PackedFormat.Tag.of(-1));
    assertMalformed(() -> PackedFormat.Tag.of(PackedFormat.Tag.values().length));
  }

  @Test
  void valuesOfAllClassesComeBackAsTheyWere() {
    PackedWriter row = writer();
    row.putRow(VALUES);
    assertArrayEquals(VALUES, reader(row).readRow());

    PackedWriter others = writer();
    others.putRow(new Object[] {new byte[] {1, -1}, new Object[] {1, "a"}, BigInteger.TEN, 'c'});
    @Nullable Object[] read = reader(others).readRow();
    assertArrayEquals(new byte[] {1, -1}, (byte[]) read[0]);
    assertArrayEquals(new Object[] {1, "a"}, (Object[]) read[1]);
    assertEquals(BigDecimal.TEN, read[2]);
    assertEquals("c", read[3]);
    assertThrows(IllegalArgumentException.class, () -> writer().putValue(new Object()));
  }

  @Test
  void aFrameGivesValuesInAnyOrderAndNumbersWithoutObjects() throws Exception {
    PackedWriter message = writer();
    int start = message.beginFrame();
    message.putRow(VALUES);
    message.putRow(new Object[VALUES.length]);
    message.putRow(VALUES);
    message.endFrame(start, true, 3);
    PackedFrame frame = new PackedFrame(reader(message), VALUES.length);
    assertTrue(frame.isLast());
    assertEquals(3, frame.rows());
    for (int row = 0; row < 3; row++) {
      assertTrue(frame.next());
      for (int i = VALUES.length - 1; i >= 0; i--) {
        Object expected = row == 1 ? null : VALUES[i];
        assertEquals(expected, frame.get(i));
        boolean whole =
            expected instanceof Byte
                || expected instanceof Short
                || expected instanceof Integer
                || expected instanceof Long;
        assertEquals(whole, frame.hasLong(i));
        if (whole) {
          assertEquals(((Number) expected).longValue(), frame.getLong(i));
        }
        assertEquals(expected instanceof Double, frame.hasDouble(i));
        if (expected instanceof Double) {
          assertEquals(expected, frame.getDouble(i));
        }
      }
    }
    assertFalse(frame.next());
  }

  @Test
  void aMessageThatIsCutAnywhereIsMalformed() {
    PackedWriter row = writer();
    row.putRow(Arrays.copyOf(VALUES, 24));
    byte[] bytes = row.toByteArray();
    for (int length = 1; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertMalformed(() -> new PackedReader(cut).readRow());
    }
  }

  @Test
  void listsAreNestedToALimit() {
    Object atLimit = List.of();
    for (int i = 1; i < PackedFormat.NESTING_MAX; i++) {
      atLimit = List.of(atLimit);
    }
    PackedWriter allowed = writer();
    allowed.putRow(new Object[] {atLimit});
    assertEquals(atLimit, reader(allowed).readRow()[0]);
    PackedWriter beyond = writer();
    beyond.putRow(new Object[] {List.of(atLimit)});
    assertMalformed(() -> reader(beyond).readRow());
  }

  @Test
  void randomBytesAreReadOrMalformedAndNothingElse() {
    long seed = Long.getLong("kevo.seed", 20260101);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(60)];
      random.nextBytes(bytes);
      if (random.nextBoolean()) {
        // So that some of it is likely to make sense.
        for (int at = 0; at < bytes.length; at++) {
          bytes[at] = (byte) (bytes[at] & 0x1F);
        }
      }
      try {
        new PackedReader(bytes).readRow();
        PackedFrame frame = new PackedFrame(new PackedReader(bytes), 1 + random.nextInt(3));
        while (frame.next()) {
          frame.hasLong(0);
        }
      } catch (SqlStateException e) {
        assertEquals("08P01", e.state().code(), "seed " + seed);
      } catch (Exception e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static void assertMalformed(Runnable read) {
    SqlStateException error = assertThrows(SqlStateException.class, read::run);
    assertEquals("08P01", error.state().code());
  }
}
