package dev.kevo.sql.catalog;

import dev.kevo.sql.parser.ddl.MappingClause;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What CREATE TABLE ... MAP said: where the entries of a mapped table lie, and how they are rows.
 *
 * @param keyspace the name of the keyspace
 * @param keyPattern the key with its columns in braces, as in {@code user:{id}}
 * @param format of values
 * @param delimiter between the fields of a value; empty unless the format is DELIMITED
 * @param onMalformed what becomes of a value that cannot be read
 * @param paths by column, where it is in a JSON value; null for the default, and in the key
 */
public record MappingDef(
    String keyspace,
    String keyPattern,
    MappingClause.Format format,
    String delimiter,
    MappingClause.OnMalformed onMalformed,
    List<@Nullable String> paths) {

  public MappingDef {
    paths = Collections.unmodifiableList(new ArrayList<>(paths));
  }
}
