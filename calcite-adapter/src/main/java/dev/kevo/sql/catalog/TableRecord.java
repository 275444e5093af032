package dev.kevo.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stored form of a table, after the field that says that it is one. */
final class TableRecord {
  private static final int NAME = 2;
  private static final int SCHEMA = 3;
  private static final int VERSION = 4;
  private static final int COLUMN = 5;
  private static final int KEY_COLUMN_ID = 6;
  private static final int KEY_NAME = 7;
  private static final int INDEX = 8;
  private static final int CONSTRAINT = 9;
  private static final int NEXT_COLUMN_ID = 10;
  private static final int COMMENT = 11;
  private static final int MAPPING = 12;
  private static final int SESSION = 13;
  private static final int EMPTIED_AT_COMMIT = 14;

  private TableRecord() {}

  static void write(TableDef table, Fields.Writer fields) {
    fields
        .text(NAME, table.name())
        .text(SCHEMA, table.schema())
        .number(VERSION, table.version())
        .number(NEXT_COLUMN_ID, table.nextColumnId());
    for (ColumnDef column : table.columns()) {
      fields.bytes(COLUMN, ColumnRecord.write(column));
    }
    table.primaryKeyIds().forEach(id -> fields.number(KEY_COLUMN_ID, id));
    fields.textIfAny(KEY_NAME, table.primaryKeyName());
    table.indexes().forEach(index -> fields.bytes(INDEX, RuleRecords.index(index)));
    table
        .constraints()
        .forEach(constraint -> fields.bytes(CONSTRAINT, RuleRecords.constraint(constraint)));
    fields.textIfAny(COMMENT, table.comment());
    if (table.mapping() != null) {
      fields.bytes(MAPPING, MappingRecord.write(table.mapping()));
    }
    if (table.isTemporary()) {
      fields.number(SESSION, table.session());
      fields.number(EMPTIED_AT_COMMIT, table.isEmptiedAtCommit() ? 1 : 0);
    }
  }

  static TableDef read(long id, Fields.Reader fields) {
    String name = "";
    String schema = "";
    int version = 0;
    List<ColumnDef> columns = new ArrayList<>();
    int nextColumnId = 0;
    List<Integer> primaryKey = new ArrayList<>();
    @Nullable String keyName = null;
    List<IndexDef> indexes = new ArrayList<>();
    List<ConstraintDef> constraints = new ArrayList<>();
    @Nullable String comment = null;
    @Nullable MappingDef mapping = null;
    long session = TemporaryDef.NO_SESSION;
    boolean emptied = false;
    while (fields.next()) {
      switch (fields.tag()) {
        case NAME -> name = fields.text();
        case SCHEMA -> schema = fields.text();
        case VERSION -> version = fields.smallNumber();
        case COLUMN -> columns.add(ColumnRecord.read(fields.slice()));
        case NEXT_COLUMN_ID -> nextColumnId = fields.smallNumber();
        case KEY_COLUMN_ID -> primaryKey.add(indexOf(fields.smallNumber(), columns));
        case KEY_NAME -> keyName = fields.text();
        case INDEX -> indexes.add(RuleRecords.readIndex(fields.slice()));
        case CONSTRAINT -> constraints.add(RuleRecords.readConstraint(fields.slice()));
        case COMMENT -> comment = fields.text();
        case MAPPING -> mapping = MappingRecord.read(fields.slice());
        case SESSION -> session = fields.number();
        case EMPTIED_AT_COMMIT -> emptied = fields.number() != 0;
        default -> throw Fields.unknown("table", fields);
      }
    }
    return new TableDef(
        id,
        mapping == null ? TableDef.Kind.TABLE : TableDef.Kind.MAPPED,
        schema,
        name,
        version,
        columns,
        nextColumnId,
        primaryKey,
        keyName,
        indexes,
        constraints,
        comment,
        mapping,
        session == TemporaryDef.NO_SESSION ? null : new TemporaryDef(session, emptied));
  }

  private static int indexOf(int columnId, List<ColumnDef> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).id() == columnId) {
        return i;
      }
    }
    throw Fields.corrupt("a primary key has the unknown column " + columnId);
  }
}
