package dev.kevo.sql.catalog;

import dev.kevo.sql.types.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param id counted from 0 within its table and never given to another column
 * @param name as the catalogue has it: an unquoted name in upper case
 * @param type its type; never nullable if it is part of the primary key
 * @param defaultSql the SQL expression of its default value, or null for none
 */
public record ColumnDef(int id, String name, ColumnType type, @Nullable String defaultSql) {}
