/**
 * The server: Avatica's protocol on the SQL sessions of one database, behind checks of its own.
 * From the outside in: {@link dev.kevo.server.KevoServer}, the HTTP front, the dispatcher, the
 * sessions.
 */
@NullMarked
package dev.kevo.server;

import org.jspecify.annotations.NullMarked;
