package dev.kevo.sql.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kevo.sql.parser.generated.KevoSqlParser;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.junit.jupiter.api.Test;

/** The list of reserved words is the parser's. */
final class ReservedWordsTest {
  @Test
  void listIsTheParsers() {
    SqlAbstractParserImpl.Metadata metadata =
        KevoSqlParser.FACTORY.getParser(new StringReader("")).getMetadata();
    List<String> wrong = new ArrayList<>();
    for (String token : metadata.getTokens()) {
      if (metadata.isReservedWord(token) != ReservedWords.contains(token)) {
        wrong.add(token);
      }
    }

    assertEquals(List.of(), wrong);
  }
}
