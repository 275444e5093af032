/** Links to a server. */
@NullMarked
package dev.kevo.jdbc.remote;

import org.jspecify.annotations.NullMarked;
