/**
 * The statements that define things, and their clauses, as they were parsed: one class per
 * statement.
 */
@NullMarked
package dev.kevo.sql.parser.ddl;

import org.jspecify.annotations.NullMarked;
