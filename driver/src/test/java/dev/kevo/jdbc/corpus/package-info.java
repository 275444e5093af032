/**
 * Runs scripts of sqllogictest, the format in which public collections of SQL queries with their
 * results are written.
 */
@NullMarked
package dev.kevo.jdbc.corpus;

import org.jspecify.annotations.NullMarked;
