package dev.kevo.sql.catalog;

import dev.kevo.engine.Slice;
import dev.kevo.sql.types.ColumnType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/** The stored form of a table's column. */
final class ColumnRecord {
  private static final int ID = 1;
  private static final int NAME = 2;
  private static final int TYPE = 3;
  private static final int DEFAULT = 4;
  private static final int DEFAULT_USES = 5;
  private static final int IDENTITY = 6;
  private static final int IDENTITY_ALWAYS = 7;
  private static final int COMPUTED = 8;
  private static final int COMPUTED_FROM = 9;
  private static final int ABSENT = 10;
  private static final int COMMENT = 11;

  private ColumnRecord() {}

  static byte[] write(ColumnDef column) {
    Fields.Writer fields =
        new Fields.Writer()
            .number(ID, column.id())
            .text(NAME, column.name())
            .bytes(TYPE, TypeRecord.write(column.type()));
    writeGeneration(column.generation(), fields);
    if (column.absent() != null) {
      fields.bytes(ABSENT, column.absent().getBytes());
    }
    return fields.textIfAny(COMMENT, column.comment()).finish();
  }

  private static void writeGeneration(@Nullable ColumnGeneration generation, Fields.Writer fields) {
    if (generation instanceof ColumnGeneration.Default given) {
      fields.text(DEFAULT, given.sql());
      given.uses().forEach(id -> fields.number(DEFAULT_USES, id));
    } else if (generation instanceof ColumnGeneration.Identity identity) {
      fields
          .number(IDENTITY, identity.sequence())
          .number(IDENTITY_ALWAYS, identity.always() ? 1 : 0);
    } else if (generation instanceof ColumnGeneration.Computed computed) {
      fields.text(COMPUTED, computed.sql());
      computed.columns().forEach(id -> fields.number(COMPUTED_FROM, id));
    }
  }

  static ColumnDef read(Slice record) {
    Fields.Reader fields = new Fields.Reader(record);
    int id = -1;
    String name = "";
    @Nullable ColumnType type = null;
    @Nullable String defaultSql = null;
    List<Long> defaultUses = new ArrayList<>();
    long sequence = 0;
    boolean always = false;
    @Nullable String computed = null;
    List<Integer> computedFrom = new ArrayList<>();
    @Nullable ByteString absent = null;
    @Nullable String comment = null;
    while (fields.next()) {
      switch (fields.tag()) {
        case ID -> id = fields.smallNumber();
        case NAME -> name = fields.text();
        case TYPE -> type = TypeRecord.read(fields.slice());
        case DEFAULT -> defaultSql = fields.text();
        case DEFAULT_USES -> defaultUses.add(fields.number());
        case IDENTITY -> sequence = fields.number();
        case IDENTITY_ALWAYS -> always = fields.number() != 0;
        case COMPUTED -> computed = fields.text();
        case COMPUTED_FROM -> computedFrom.add(fields.smallNumber());
        case ABSENT -> absent = new ByteString(fields.slice().toByteArray());
        case COMMENT -> comment = fields.text();
        default -> throw Fields.unknown("column", fields);
      }
    }
    ColumnGeneration generation = null;
    if (defaultSql != null) {
      generation = new ColumnGeneration.Default(defaultSql, defaultUses);
    } else if (sequence != 0) {
      generation = new ColumnGeneration.Identity(sequence, always);
    } else if (computed != null) {
      generation = new ColumnGeneration.Computed(computed, computedFrom);
    }
    if (type == null) {
      throw Fields.corrupt("column " + name + " has no type");
    }
    return new ColumnDef(id, name, type, generation, absent, comment);
  }
}
