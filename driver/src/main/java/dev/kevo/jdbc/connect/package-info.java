/**
 * What a connection is asked for, and what it stands on: the URL grammar, the connection
 * properties, and the {@link dev.kevo.jdbc.connect.Link} that both modes provide.
 */
@NullMarked
package dev.kevo.jdbc.connect;

import org.jspecify.annotations.NullMarked;
