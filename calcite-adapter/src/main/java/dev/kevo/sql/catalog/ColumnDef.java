package dev.kevo.sql.catalog;

import dev.kevo.sql.types.ColumnType;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param id counted from 0 within its table and never given to another column
 * @param name as the catalogue has it: an unquoted name in upper case
 * @param type its type; never nullable if it is part of the primary key
 * @param generation where its value comes from if a statement does not give it; null for NULL
 * @param absent its value in rows that were written before it was added, as the value of a row of
 *     one slot; null for NULL
 * @param comment what COMMENT ON said of it, or null
 */
public record ColumnDef(
    int id,
    String name,
    ColumnType type,
    @Nullable ColumnGeneration generation,
    @Nullable ByteString absent,
    @Nullable String comment) {

  /** A column without anything generated. */
  public ColumnDef(int id, String name, ColumnType type) {
    this(id, name, type, null, null, null);
  }

  /**
   * The SQL expression of the value that it gets if a statement does not give one: its default or
   * the next number of its sequence; null for NULL, and for what is computed from the row.
   */
  public @Nullable String defaultSql() {
    if (generation instanceof ColumnGeneration.Identity identity) {
      return ColumnGeneration.NEXT_VALUE + "(" + identity.sequence() + ", " + id + ")";
    }
    return generation instanceof ColumnGeneration.Default given ? given.sql() : null;
  }

  /** Whether the store numbers it. */
  public boolean isIdentity() {
    return generation instanceof ColumnGeneration.Identity;
  }

  /** Whether it is computed from other columns of its row. */
  public boolean isComputed() {
    return generation instanceof ColumnGeneration.Computed;
  }

  /** The same column under another name. */
  public ColumnDef withName(String newName) {
    return new ColumnDef(id, newName, type, generation, absent, comment);
  }

  /** The same column with another type. */
  public ColumnDef withType(ColumnType newType) {
    return new ColumnDef(id, name, newType, generation, absent, comment);
  }

  /** The same column with another origin of its values. */
  public ColumnDef withGeneration(@Nullable ColumnGeneration newGeneration) {
    return new ColumnDef(id, name, type, newGeneration, absent, comment);
  }

  /** The same column with another value in rows that were written before it. */
  public ColumnDef withAbsent(@Nullable ByteString newAbsent) {
    return new ColumnDef(id, name, type, generation, newAbsent, comment);
  }

  /** The same column with another comment. */
  public ColumnDef withComment(@Nullable String newComment) {
    return new ColumnDef(id, name, type, generation, absent, newComment);
  }
}
