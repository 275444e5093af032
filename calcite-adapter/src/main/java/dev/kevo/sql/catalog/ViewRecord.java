package dev.kevo.sql.catalog;

import dev.kevo.engine.Slice;
import dev.kevo.sql.types.ColumnType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stored form of a view, after the field that says that it is one. */
final class ViewRecord {
  private static final int NAME = 2;
  private static final int SCHEMA = 3;
  private static final int COLUMN = 4;
  private static final int SQL = 5;
  private static final int PATH = 6;
  private static final int USES = 7;
  private static final int COMMENT = 8;

  private static final int COLUMN_NAME = 1;
  private static final int COLUMN_SOURCE = 2;
  private static final int COLUMN_TYPE = 3;
  private static final int COLUMN_COMMENT = 4;

  private ViewRecord() {}

  static void write(ViewDef view, Fields.Writer fields) {
    fields.text(NAME, view.name()).text(SCHEMA, view.schema());
    for (ViewDef.Column column : view.columns()) {
      fields.bytes(
          COLUMN,
          new Fields.Writer()
              .text(COLUMN_NAME, column.name())
              .text(COLUMN_SOURCE, column.source())
              .bytes(COLUMN_TYPE, TypeRecord.write(column.type()))
              .textIfAny(COLUMN_COMMENT, column.comment())
              .finish());
    }
    fields.text(SQL, view.sql()).text(PATH, view.path());
    view.uses().forEach(id -> fields.number(USES, id));
    fields.textIfAny(COMMENT, view.comment());
  }

  static ViewDef read(long id, Fields.Reader fields) {
    String name = "";
    String schema = "";
    List<ViewDef.Column> columns = new ArrayList<>();
    String sql = "";
    String path = "";
    List<Long> uses = new ArrayList<>();
    @Nullable String comment = null;
    while (fields.next()) {
      switch (fields.tag()) {
        case NAME -> name = fields.text();
        case SCHEMA -> schema = fields.text();
        case COLUMN -> columns.add(column(fields.slice()));
        case SQL -> sql = fields.text();
        case PATH -> path = fields.text();
        case USES -> uses.add(fields.number());
        case COMMENT -> comment = fields.text();
        default -> throw Fields.unknown("view", fields);
      }
    }
    return new ViewDef(id, schema, name, columns, sql, path, uses, comment);
  }

  private static ViewDef.Column column(Slice record) {
    Fields.Reader fields = new Fields.Reader(record);
    String name = "";
    String source = "";
    @Nullable ColumnType type = null;
    @Nullable String comment = null;
    while (fields.next()) {
      switch (fields.tag()) {
        case COLUMN_NAME -> name = fields.text();
        case COLUMN_SOURCE -> source = fields.text();
        case COLUMN_TYPE -> type = TypeRecord.read(fields.slice());
        case COLUMN_COMMENT -> comment = fields.text();
        default -> throw Fields.unknown("view column", fields);
      }
    }
    if (type == null) {
      throw Fields.corrupt("column " + name + " of a view has no type");
    }
    return new ViewDef.Column(name, source, type, comment);
  }
}
