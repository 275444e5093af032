/**
 * From a checked syntax tree to something that runs: key bounds, the scan node, rules and programs.
 */
@NullMarked
package dev.kevo.sql.plan;

import org.jspecify.annotations.NullMarked;
