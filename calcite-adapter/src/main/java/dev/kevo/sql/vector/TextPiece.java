package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.nio.charset.StandardCharsets;

/**
 * SUBSTRING with the same limits for all rows. Of texts in ASCII the result is a piece of the
 * operand's bytes.
 *
 * @param from the first character, from 0
 * @param length how many characters at most
 */
public record TextPiece(VectorExpression text, int from, int length, VectorType type)
    implements VectorExpression {
  @Override
  public Evaluation open(StatementContext context) {
    Evaluation evaluation = text.open(context);
    Scratch scratch = new Scratch(type);
    return batch -> {
      BytesVector texts = (BytesVector) evaluation.eval(batch);
      BytesVector result = (BytesVector) scratch.vector(batch);
      result.setNulls(texts.nulls());
      for (int k = 0; k < batch.count(); k++) {
        int i = batch.selected()[k];
        if (!texts.isNull(i)) {
          cut(texts, result, i);
        }
      }
      return result;
    };
  }

  private void cut(BytesVector texts, BytesVector result, int i) {
    byte[] array = texts.array(i);
    int offset = texts.offset(i);
    int end = offset + texts.length(i);
    if (isAscii(array, offset, end)) {
      int start = Math.min(from, end - offset);
      int count = Math.min(length, end - offset - start);
      result.set(i, array, offset + start, count);
      return;
    }
    String string = new String(array, offset, end - offset, StandardCharsets.UTF_8);
    int start = Math.min(from, string.length());
    int count = Math.min(length, string.length() - start);
    result.unbox(i, string.substring(start, start + count));
  }

  private static boolean isAscii(byte[] array, int offset, int end) {
    for (int i = offset; i < end; i++) {
      if (array[i] < 0) {
        return false;
      }
    }
    return true;
  }
}
