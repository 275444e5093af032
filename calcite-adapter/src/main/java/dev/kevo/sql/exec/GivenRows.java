package dev.kevo.sql.exec;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.Linq4j;
import org.jspecify.annotations.Nullable;

/** The rows that a {@link RowFunction} is applied to, for generated code, which calls it by name. */
public final class GivenRows {
  private GivenRows() {}

  /** The first columns of the rows, each row followed by its number. */
  public static Enumerable<@Nullable Object[]> numbered(DataContext root, int columns) {
    List<@Nullable Object[]> rows = KevoDataContext.of(root).statement().givenRows();
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<@Nullable Object[]> enumerator() {
        int[] next = {0};
        return Linq4j.transform(
            Linq4j.enumerator(rows),
            row -> {
              @Nullable Object[] numbered = Arrays.copyOf(row, columns + 1);
              numbered[columns] = next[0]++;
              return numbered;
            });
      }
    };
  }
}
