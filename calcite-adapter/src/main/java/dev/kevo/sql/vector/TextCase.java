package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** UPPER or LOWER. */
public record TextCase(VectorExpression text, boolean upper, VectorType type)
    implements VectorExpression {
  private static final int CASE_BIT = 0x20;

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
          change(texts, result, i);
        }
      }
      return result;
    };
  }

  private void change(BytesVector texts, BytesVector result, int position) {
    byte[] array = texts.array(position);
    int offset = texts.offset(position);
    byte[] changed = new byte[texts.length(position)];
    byte first = (byte) (upper ? 'a' : 'A');
    byte last = (byte) (upper ? 'z' : 'Z');
    for (int i = 0; i < changed.length; i++) {
      byte unit = array[offset + i];
      if (unit < 0) {
        String string = new String(array, offset, changed.length, StandardCharsets.UTF_8);
        result.unbox(
            position, upper ? string.toUpperCase(Locale.ROOT) : string.toLowerCase(Locale.ROOT));
        return;
      }
      changed[i] = unit >= first && unit <= last ? (byte) (unit ^ CASE_BIT) : unit;
    }
    result.set(position, changed, 0, changed.length);
  }
}
