/**
 * How entries of a raw keyspace are rows of a mapped table: patterns of keys and formats of values.
 */
@NullMarked
package dev.kevo.sql.mapping;

import org.jspecify.annotations.NullMarked;
