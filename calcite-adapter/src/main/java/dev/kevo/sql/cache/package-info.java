/** The plan cache that all sessions of an engine share. */
@NullMarked
package dev.kevo.sql.cache;

import org.jspecify.annotations.NullMarked;
