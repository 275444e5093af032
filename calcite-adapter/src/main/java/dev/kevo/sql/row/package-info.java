/**
 * How a row of a table lies in the store: its primary key as a key whose byte order is SQL's order,
 * its other columns as a value of which each can be read alone.
 */
@NullMarked
package dev.kevo.sql.row;

import org.jspecify.annotations.NullMarked;
