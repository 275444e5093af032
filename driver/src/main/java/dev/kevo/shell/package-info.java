/** The command line of the all-in-one jar: a shell, a script runner, and the way to the server. */
@NullMarked
package dev.kevo.shell;

import org.jspecify.annotations.NullMarked;
