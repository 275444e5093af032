/**
 * The JDBC driver: connections, statements and results written once on a {@link
 * dev.kevo.sql.session.SqlSession}, which is in this JVM or on a server.
 *
 * <p>Lock order: a connection's lock, then the monitor of its list of open results. Everything that
 * reaches the session holds the connection's lock, so that threads may share a connection;
 * cancelling, aborting and {@code isValid} hold none.
 */
@NullMarked
package dev.kevo.jdbc;

import org.jspecify.annotations.NullMarked;
