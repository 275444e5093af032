package dev.kevo.sql.plan;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.RexToLixTranslator;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexProgram;
import org.apache.calcite.rex.RexProgramBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A scan's operands in generated code: literals are handed over as values, since a list of tens of
 * thousands would not fit a method; only what must be computed becomes code.
 *
 * @param literals one value per operand, null where it is computed
 * @param places the operands that are computed
 * @param computed an array of the computed ones
 */
record OperandCode(@Nullable Object[] literals, int[] places, Expression computed) {

  static OperandCode generate(
      List<RexNode> operands, EnumerableRelImplementor implementor, BlockBuilder block) {
    @Nullable Object[] literals = new Object[operands.size()];
    List<Integer> places = new ArrayList<>();
    RelDataType noColumns = implementor.getTypeFactory().builder().build();
    RexProgramBuilder program = new RexProgramBuilder(noColumns, implementor.getRexBuilder());
    for (int i = 0; i < literals.length; i++) {
      if (operands.get(i) instanceof RexLiteral literal && Literals.isSupported(literal)) {
        literals[i] = Literals.value(literal);
      } else {
        program.addProject(operands.get(i), "O" + i);
        places.add(i);
      }
    }
    return new OperandCode(
        literals,
        places.stream().mapToInt(Integer::intValue).toArray(),
        Expressions.newArrayInit(
            Object.class, compute(program.getProgram(), places.size(), implementor, block)));
  }

  private static List<Expression> compute(
      RexProgram program, int count, EnumerableRelImplementor implementor, BlockBuilder block) {
    if (count == 0) {
      return List.of();
    }
    List<Expression> values =
        RexToLixTranslator.translateProjects(
            program,
            implementor.getTypeFactory(),
            implementor.getConformance(),
            block,
            null,
            null,
            DataContext.ROOT,
            new NoInput(),
            implementor::getCorrelVariableGetter);
    List<Expression> boxed = new ArrayList<>();
    for (Expression value : values) {
      boxed.add(Expressions.convert_(Expressions.box(value), Object.class));
    }
    return boxed;
  }

  private static final class NoInput implements RexToLixTranslator.InputGetter {
    @Override
    public Expression field(BlockBuilder list, int index, @Nullable Type storageType) {
      throw new AssertionError("a bound that needs column " + index);
    }
  }
}
