package dev.kevo.sql.table;

import org.apache.calcite.schema.TemporalTable;

/**
 * A table of which FOR SYSTEM_TIME may be asked, whether it is kept or refused. It has no columns
 * for the times of its rows: those are the times of commits.
 */
interface SystemTimed extends TemporalTable {
  @Override
  default String getSysStartFieldName() {
    return "";
  }

  @Override
  default String getSysEndFieldName() {
    return "";
  }
}
