package dev.kevo.sql.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kevo.sql.vector.BatchSource;
import dev.kevo.sql.vector.Joined;
import dev.kevo.sql.vector.ListedBatches;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.tools.Frameworks;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

class OperatorTextTest {
  private static final BatchSource NOTHING = new ListedBatches(List.of(), List.of());
  private static final BatchSource NESTED_LOOP =
      new Joined(Joined.Kind.INNER, NOTHING, NOTHING, new int[0], new int[0], null);

  private final RelBuilder builder = RelBuilder.create(Frameworks.newConfigBuilder().build());
  private final OperatorText text = new OperatorText(false);

  private RelNode values() {
    return builder.values(new String[] {"A"}, 1, 2).build();
  }

  private Join join(RelNode left, RelNode right) {
    return (Join) builder.push(left).push(right).join(JoinRelType.INNER).build();
  }

  private List<String> names(RelNode root) {
    return text.of(root).lines().map(line -> line.strip().replaceAll("\\(.*", "")).toList();
  }

  @Test
  void aTreeIsForgottenAsAWholeAndNoOther() {
    Join inner = join(values(), values());
    Join forgotten = join(inner, values());
    Join kept = join(values(), values());
    RelNode root = join(forgotten, kept);
    for (Join noted : List.of(inner, forgotten, kept)) {
      text.note(noted, text.noteJoin(noted, NESTED_LOOP));
    }
    assertEquals(
        List.of(
            "HashJoin",
            "NestedLoopJoin",
            "NestedLoopJoin",
            "Values",
            "Values",
            "Values",
            "NestedLoopJoin",
            "Values",
            "Values"),
        names(root));

    text.forget(forgotten);

    assertEquals(
        List.of(
            "HashJoin",
            "HashJoin",
            "HashJoin",
            "Values",
            "Values",
            "Values",
            "NestedLoopJoin",
            "Values",
            "Values"),
        names(root));
  }

  @Test
  void aJoinThatIsFoundAgainIsShownAsItWasFoundLast() {
    Join join = join(values(), values());
    text.noteJoin(join, NESTED_LOOP);
    text.forget(join);
    text.noteJoin(
        join, new Joined(Joined.Kind.INNER, NOTHING, NOTHING, new int[1], new int[1], null));

    assertEquals(List.of("HashJoin", "Values", "Values"), names(join));
  }
}
