package dev.kevo.sql.catalog;

import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * A generator of numbers; immutable. How far it has come is not in here but in its counter, which
 * {@link Sequences} moves outside of all transactions.
 *
 * @param id its id
 * @param schema the name of its schema
 * @param name its name in the schema
 * @param options how it counts
 * @param counter names the counter; another one after each restart, so that restarting is a
 *     definition like others
 * @param counterStart what the counter begins with
 * @param ownerTable the id of the table whose identity column it numbers, or 0; an owned one has no
 *     name that statements know, and is called like the column
 * @param comment what COMMENT ON said of it, or null
 */
public record SequenceDef(
    long id,
    String schema,
    String name,
    Options options,
    long counter,
    long counterStart,
    long ownerTable,
    @Nullable String comment)
    implements CatalogObject {

  /**
   * How a sequence counts.
   *
   * @param type TINYINT to BIGINT: what holds the numbers
   * @param start the first number, and that of a RESTART without a number
   * @param increment the distance between numbers, negative to count down, never 0
   * @param min the least number
   * @param max the greatest number
   * @param cycle whether it begins anew at the other end when it is used up
   * @param cache numbers that are reserved in the store at once: as many can be lost in a crash
   */
  public record Options(
      SqlTypeName type, long start, long increment, long min, long max, boolean cycle, int cache) {
    /** Numbers reserved at once where nothing else is said. */
    public static final int CACHE_DEFAULT = 1_000;
  }

  /** Whether it belongs to an identity column. */
  public boolean isOwned() {
    return ownerTable != 0;
  }

  /** The same sequence, counting anew. */
  public SequenceDef restarted(long newCounter, long newStart) {
    return new SequenceDef(id, schema, name, options, newCounter, newStart, ownerTable, comment);
  }

  /** The same sequence with other options; the counter stays. */
  public SequenceDef withOptions(Options newOptions) {
    return new SequenceDef(
        id, schema, name, newOptions, counter, counterStart, ownerTable, comment);
  }

  /** The same sequence under another name. */
  public SequenceDef withName(String newSchema, String newName) {
    return new SequenceDef(
        id, newSchema, newName, options, counter, counterStart, ownerTable, comment);
  }

  /** The same sequence with another comment. */
  public SequenceDef withComment(@Nullable String newComment) {
    return new SequenceDef(
        id, schema, name, options, counter, counterStart, ownerTable, newComment);
  }

  /** The name with its schema, for messages. */
  public String qualifiedName() {
    return schema + "." + name;
  }
}
