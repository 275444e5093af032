package dev.kevo.sql.catalog;

import dev.kevo.engine.Slice;
import dev.kevo.sql.parser.ddl.ReferentialAction;
import dev.kevo.sql.types.ColumnType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of indexes and constraints, which are fields of their table's {@link
 * CatalogRecord}.
 */
final class RuleRecords {
  private static final int KIND = 1;
  private static final int NAME = 2;
  private static final int COLUMN_ID = 3;
  private static final int INDEX_ID = 4;
  private static final int SQL = 5;
  private static final int REFERENCED_TABLE = 6;
  private static final int REFERENCED_COLUMN_ID = 7;
  private static final int ON_DELETE = 8;
  private static final int ON_UPDATE = 9;
  private static final int UNIQUE = 10;
  private static final int READY = 11;
  private static final int KEY = 12;

  private static final int KIND_UNIQUE = 1;
  private static final int KIND_CHECK = 2;
  private static final int KIND_FOREIGN_KEY = 3;

  private static final int KEY_COLUMN_ID = 1;
  private static final int KEY_SQL = 2;
  private static final int KEY_TYPE = 3;
  private static final int KEY_DESCENDING = 4;

  private RuleRecords() {}

  static byte[] index(IndexDef index) {
    Fields.Writer fields =
        new Fields.Writer()
            .number(INDEX_ID, index.id())
            .text(NAME, index.name())
            .number(UNIQUE, index.unique() ? 1 : 0)
            .number(READY, index.isReady() ? 1 : 0);
    for (IndexDef.Key key : index.keys()) {
      fields.bytes(KEY, key(key));
    }
    index.included().forEach(id -> fields.number(COLUMN_ID, id));
    return fields.finish();
  }

  private static byte[] key(IndexDef.Key key) {
    Fields.Writer fields =
        new Fields.Writer()
            .number(KEY_COLUMN_ID, key.columnId())
            .number(KEY_DESCENDING, key.descending() ? 1 : 0);
    if (key.expressionSql() != null && key.expressionType() != null) {
      fields
          .text(KEY_SQL, key.expressionSql())
          .bytes(KEY_TYPE, TypeRecord.write(key.expressionType()));
    }
    return fields.finish();
  }

  static IndexDef readIndex(Slice record) {
    Fields.Reader fields = new Fields.Reader(record);
    long id = 0;
    String name = "";
    boolean unique = false;
    boolean ready = false;
    List<IndexDef.Key> keys = new ArrayList<>();
    List<Integer> included = new ArrayList<>();
    while (fields.next()) {
      switch (fields.tag()) {
        case INDEX_ID -> id = fields.number();
        case NAME -> name = fields.text();
        case UNIQUE -> unique = fields.number() != 0;
        case READY -> ready = fields.number() != 0;
        case KEY -> keys.add(readKey(fields.slice()));
        case COLUMN_ID -> included.add(fields.smallNumber());
        default -> throw Fields.unknown("index", fields);
      }
    }
    IndexDef.State state = ready ? IndexDef.State.READY : IndexDef.State.BUILDING;
    return new IndexDef(id, name, keys, unique, included, state);
  }

  private static IndexDef.Key readKey(Slice record) {
    Fields.Reader fields = new Fields.Reader(record);
    int columnId = -1;
    boolean descending = false;
    @Nullable String sql = null;
    @Nullable ColumnType type = null;
    while (fields.next()) {
      switch (fields.tag()) {
        case KEY_COLUMN_ID -> columnId = fields.smallNumber();
        case KEY_DESCENDING -> descending = fields.number() != 0;
        case KEY_SQL -> sql = fields.text();
        case KEY_TYPE -> type = TypeRecord.read(fields.slice());
        default -> throw Fields.unknown("index key", fields);
      }
    }
    return new IndexDef.Key(columnId, sql, type, descending);
  }

  static byte[] constraint(ConstraintDef constraint) {
    Fields.Writer fields = new Fields.Writer();
    if (constraint instanceof ConstraintDef.Unique unique) {
      fields.number(KIND, KIND_UNIQUE).number(INDEX_ID, unique.indexId());
    } else if (constraint instanceof ConstraintDef.Check check) {
      fields.number(KIND, KIND_CHECK).text(SQL, check.sql());
    } else if (constraint instanceof ConstraintDef.ForeignKey key) {
      fields
          .number(KIND, KIND_FOREIGN_KEY)
          .number(REFERENCED_TABLE, key.referencedTable())
          .text(ON_DELETE, key.onDelete().name())
          .text(ON_UPDATE, key.onUpdate().name())
          .number(INDEX_ID, key.indexId());
      key.referencedColumns().forEach(id -> fields.number(REFERENCED_COLUMN_ID, id));
    }
    fields.text(NAME, constraint.name());
    constraint.columns().forEach(id -> fields.number(COLUMN_ID, id));
    return fields.finish();
  }

  static ConstraintDef readConstraint(Slice record) {
    Fields.Reader fields = new Fields.Reader(record);
    int kind = 0;
    String name = "";
    long indexId = 0;
    String sql = "";
    long referencedTable = 0;
    ReferentialAction onDelete = ReferentialAction.NO_ACTION;
    ReferentialAction onUpdate = ReferentialAction.NO_ACTION;
    List<Integer> columns = new ArrayList<>();
    List<Integer> referencedColumns = new ArrayList<>();
    while (fields.next()) {
      switch (fields.tag()) {
        case KIND -> kind = fields.smallNumber();
        case NAME -> name = fields.text();
        case INDEX_ID -> indexId = fields.number();
        case SQL -> sql = fields.text();
        case REFERENCED_TABLE -> referencedTable = fields.number();
        case ON_DELETE -> onDelete = action(fields.text());
        case ON_UPDATE -> onUpdate = action(fields.text());
        case COLUMN_ID -> columns.add(fields.smallNumber());
        case REFERENCED_COLUMN_ID -> referencedColumns.add(fields.smallNumber());
        default -> throw Fields.unknown("constraint", fields);
      }
    }
    return switch (kind) {
      case KIND_UNIQUE -> new ConstraintDef.Unique(name, columns, indexId);
      case KIND_CHECK -> new ConstraintDef.Check(name, columns, sql);
      case KIND_FOREIGN_KEY ->
          new ConstraintDef.ForeignKey(
              name, columns, referencedTable, referencedColumns, onDelete, onUpdate, indexId);
      default -> throw Fields.corrupt("constraint " + name + " is of the unknown kind " + kind);
    };
  }

  private static ReferentialAction action(String name) {
    for (ReferentialAction action : ReferentialAction.values()) {
      if (action.name().equals(name)) {
        return action;
      }
    }
    throw Fields.corrupt("a foreign key has the unknown action " + name);
  }
}
