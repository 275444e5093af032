package dev.kevo.sql.catalog;

import java.util.List;

/** Where the value of a column comes from when a statement does not give it. */
public sealed interface ColumnGeneration {
  /**
   * The function that expressions in the catalogue take numbers of sequences from: {@code
   * NEXT_VALUE_OF(id, call)}, where call tells calls in one row apart.
   */
  String NEXT_VALUE = "NEXT_VALUE_OF";

  /**
   * DEFAULT.
   *
   * @param sql the expression; names in it are qualified
   * @param uses ids of the sequences it names
   */
  record Default(String sql, List<Long> uses) implements ColumnGeneration {
    public Default {
      uses = List.copyOf(uses);
    }
  }

  /**
   * GENERATED AS IDENTITY.
   *
   * @param sequence the id of the sequence that numbers it, which belongs to the table
   * @param always whether a value of the statement's own is refused
   */
  record Identity(long sequence, boolean always) implements ColumnGeneration {}

  /**
   * GENERATED ALWAYS AS (expression): the statement cannot give it at all.
   *
   * @param sql the expression over other columns of the row
   * @param columns ids of the columns that it names
   */
  record Computed(String sql, List<Integer> columns) implements ColumnGeneration {
    public Computed {
      columns = List.copyOf(columns);
    }
  }
}
