/**
 * SQL sessions: the whole surface that a driver or a server uses. Errors are {@link
 * java.sql.SQLException}s that carry a SQLSTATE.
 */
@NullMarked
package dev.kevo.sql.session;

import org.jspecify.annotations.NullMarked;
