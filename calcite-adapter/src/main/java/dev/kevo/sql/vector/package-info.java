/**
 * Execution on columns: batches of typed vectors, expressions over them, and the operators of
 * queries. Nothing here is generated code.
 */
@NullMarked
package dev.kevo.sql.vector;

import org.jspecify.annotations.NullMarked;
