/** Statements that define things, carried out on the catalogue inside a transaction. */
@NullMarked
package dev.kevo.sql.ddl;

import org.jspecify.annotations.NullMarked;
