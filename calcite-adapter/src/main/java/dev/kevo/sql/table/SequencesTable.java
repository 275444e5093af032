package dev.kevo.sql.table;

import static dev.kevo.sql.table.InformationSchema.INT;
import static dev.kevo.sql.table.InformationSchema.LONG;
import static dev.kevo.sql.table.InformationSchema.TEXT;
import static dev.kevo.sql.table.InformationSchema.TEXT_OR_NULL;

import dev.kevo.sql.catalog.SequenceDef;
import dev.kevo.sql.types.ColumnType;

/** SEQUENCES: the sequences that have a name; COLUMNS has those of identity columns. */
final class SequencesTable {
  static final InformationSchema.SystemDef DEFINITION =
      InformationSchema.defineAll(
          "SEQUENCES",
          (catalog, store, rows) -> {
            for (String schema : catalog.schemas()) {
              for (SequenceDef sequence : catalog.sequences(schema).values()) {
                SequenceDef.Options options = sequence.options();
                rows.add(
                    InformationSchema.row(
                        null,
                        schema,
                        sequence.name(),
                        ColumnType.of(options.type()).sqlName(),
                        options.start(),
                        options.min(),
                        options.max(),
                        options.increment(),
                        InformationSchema.yesOrNo(options.cycle()),
                        options.cache(),
                        sequence.comment()));
              }
            }
          },
          columns -> {
            columns.accept("SEQUENCE_CATALOG", TEXT_OR_NULL);
            columns.accept("SEQUENCE_SCHEMA", TEXT);
            columns.accept("SEQUENCE_NAME", TEXT);
            columns.accept("DATA_TYPE", TEXT);
            columns.accept("START_VALUE", LONG);
            columns.accept("MINIMUM_VALUE", LONG);
            columns.accept("MAXIMUM_VALUE", LONG);
            columns.accept("INCREMENT", LONG);
            columns.accept("CYCLE_OPTION", TEXT);
            columns.accept("CACHE", INT);
            columns.accept("REMARKS", TEXT_OR_NULL);
          });

  private SequencesTable() {}
}
