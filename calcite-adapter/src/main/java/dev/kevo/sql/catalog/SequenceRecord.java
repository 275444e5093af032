package dev.kevo.sql.catalog;

import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** The stored form of a sequence, after the field that says that it is one. */
final class SequenceRecord {
  private static final int NAME = 2;
  private static final int SCHEMA = 3;
  private static final int TYPE = 4;
  private static final int START = 5;
  private static final int INCREMENT = 6;
  private static final int MIN = 7;
  private static final int MAX = 8;
  private static final int CYCLE = 9;
  private static final int CACHE = 10;
  private static final int COUNTER = 11;
  private static final int COUNTER_START = 12;
  private static final int OWNER = 13;
  private static final int COMMENT = 14;

  private SequenceRecord() {}

  static void write(SequenceDef sequence, Fields.Writer fields) {
    SequenceDef.Options options = sequence.options();
    fields
        .text(NAME, sequence.name())
        .text(SCHEMA, sequence.schema())
        .text(TYPE, options.type().name())
        .number(START, options.start())
        .number(INCREMENT, options.increment())
        .number(MIN, options.min())
        .number(MAX, options.max())
        .number(CYCLE, options.cycle() ? 1 : 0)
        .number(CACHE, options.cache())
        .number(COUNTER, sequence.counter())
        .number(COUNTER_START, sequence.counterStart())
        .number(OWNER, sequence.ownerTable())
        .textIfAny(COMMENT, sequence.comment());
  }

  static SequenceDef read(long id, Fields.Reader fields) {
    String name = "";
    String schema = "";
    SqlTypeName type = SqlTypeName.BIGINT;
    long start = 1;
    long increment = 1;
    long min = 1;
    long max = Long.MAX_VALUE;
    boolean cycle = false;
    int cache = SequenceDef.Options.CACHE_DEFAULT;
    long counter = 0;
    long counterStart = 1;
    long owner = 0;
    @Nullable String comment = null;
    while (fields.next()) {
      switch (fields.tag()) {
        case NAME -> name = fields.text();
        case SCHEMA -> schema = fields.text();
        case TYPE -> type = TypeRecord.name(fields.text());
        case START -> start = fields.number();
        case INCREMENT -> increment = fields.number();
        case MIN -> min = fields.number();
        case MAX -> max = fields.number();
        case CYCLE -> cycle = fields.number() != 0;
        case CACHE -> cache = fields.smallNumber();
        case COUNTER -> counter = fields.number();
        case COUNTER_START -> counterStart = fields.number();
        case OWNER -> owner = fields.number();
        case COMMENT -> comment = fields.text();
        default -> throw Fields.unknown("sequence", fields);
      }
    }
    SequenceDef.Options options =
        new SequenceDef.Options(type, start, increment, min, max, cycle, cache);
    return new SequenceDef(id, schema, name, options, counter, counterStart, owner, comment);
  }
}
