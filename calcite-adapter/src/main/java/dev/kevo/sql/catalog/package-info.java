/**
 * What is defined: schemas and tables, kept in the store itself, changed by transactions and seen
 * by each reader as its own view of the store has it.
 */
@NullMarked
package dev.kevo.sql.catalog;

import org.jspecify.annotations.NullMarked;
