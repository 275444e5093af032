package dev.kevo.sql.session;

/**
 * A column of a query's rows, as java.sql.ResultSetMetaData describes it.
 *
 * @param label the name it has in the result
 * @param name the column's own name in its table, else the label
 * @param table the table it comes from unchanged, else empty
 * @param schema that table's schema, else empty
 * @param jdbcType a constant of {@link java.sql.Types}
 * @param typeName the bare SQL name, such as VARCHAR
 * @param precision digits, characters or bytes; 0 if it has none
 * @param scale digits after the point; 0 if it has none
 * @param displaySize the most characters its text can have
 * @param nullable whether it can be NULL
 * @param autoIncrement whether the store numbers it
 */
public record ResultColumn(
    String label,
    String name,
    String table,
    String schema,
    int jdbcType,
    String typeName,
    int precision,
    int scale,
    int displaySize,
    boolean nullable,
    boolean autoIncrement) {}
