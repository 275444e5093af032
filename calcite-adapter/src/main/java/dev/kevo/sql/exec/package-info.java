/** Running statements: key-value plans, compiled plans, changes of data and of the catalogue. */
@NullMarked
package dev.kevo.sql.exec;

import org.jspecify.annotations.NullMarked;
