package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;

/** CHAR_LENGTH, counted as Java counts: characters beyond U+FFFF are two. */
public record TextLength(VectorExpression text, VectorType type) implements VectorExpression {
  @Override
  public Evaluation open(StatementContext context) {
    Evaluation evaluation = text.open(context);
    Scratch scratch = new Scratch(type);
    return batch -> {
      BytesVector texts = (BytesVector) evaluation.eval(batch);
      LongVector result = scratch.longs(batch);
      result.setNulls(texts.nulls());
      for (int k = 0; k < batch.count(); k++) {
        int i = batch.selected()[k];
        if (!texts.isNull(i)) {
          result.values()[i] = length(texts.array(i), texts.offset(i), texts.length(i));
        }
      }
      return result;
    };
  }

  private static int length(byte[] array, int offset, int bytes) {
    int length = 0;
    for (int i = offset; i < offset + bytes; i++) {
      int unit = array[i] & 0xFF;
      boolean begins = (unit & 0xC0) != 0x80;
      length += unit >= 0xF0 ? 2 : begins ? 1 : 0;
    }
    return length;
  }
}
