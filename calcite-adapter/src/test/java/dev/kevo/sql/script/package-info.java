/** Golden scripts: statements and what they must answer, run embedded and remote. */
@NullMarked
package dev.kevo.sql.script;

import org.jspecify.annotations.NullMarked;
