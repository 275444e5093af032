/**
 * The way to a server: a {@link dev.kevo.sql.session.SqlSession} whose other half runs there.
 * Avatica's protocol buffers over one plain HTTP conversation per connection, where no request is
 * ever sent twice. {@link dev.kevo.jdbc.remote.Wire} is the format, shared with the server.
 */
@NullMarked
package dev.kevo.jdbc.remote;

import org.jspecify.annotations.NullMarked;
