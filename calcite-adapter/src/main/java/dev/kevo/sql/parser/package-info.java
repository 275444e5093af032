/** SQL text to syntax trees: Calcite's grammar with this product's statements, and its limits. */
@NullMarked
package dev.kevo.sql.parser;

import org.jspecify.annotations.NullMarked;
