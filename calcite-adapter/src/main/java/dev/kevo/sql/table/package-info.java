/** What SQL can name after FROM: typed tables, raw keyspaces, and the tables that describe them. */
@NullMarked
package dev.kevo.sql.table;

import org.jspecify.annotations.NullMarked;
