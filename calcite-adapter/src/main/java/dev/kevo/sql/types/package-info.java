/**
 * SQL's types and its errors: what a column may hold, how a Java value becomes a column's value,
 * and which SQLSTATE says what went wrong.
 */
@NullMarked
package dev.kevo.sql.types;

import org.jspecify.annotations.NullMarked;
