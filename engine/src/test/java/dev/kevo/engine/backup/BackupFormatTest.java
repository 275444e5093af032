package dev.kevo.engine.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kevo.engine.backup.BackupList.Item;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupFormatTest {
  private static final BackupList LIST =
      new BackupList(
          3,
          1_700_000_000_123L,
          List.of(
              new Item("000008.sst", 1, 70_000, 0x12345678, 1_600_000_000_000L),
              new Item("CURRENT", 3, 16, 0x9ABCDEF0, 1_700_000_000_000L)));

  /** What version 1 writes, for ever. */
  private static final String GOLDEN =
      "4b45564f4241434b0100000003fbd095ffbc31020a3030303030382e73737401f0a2047856341280"
          + "80babbc82e0743555252454e540310f0debc9a80d095ffbc3190006b02";

  @Test
  void theGoldenListIsReadAndWritten() {
    byte[] golden = HexFormat.of().parseHex(GOLDEN);
    assertEquals(GOLDEN, HexFormat.of().formatHex(BackupFormat.encode(LIST)));
    assertEquals(LIST, BackupFormat.decode("000003.backup", 3, golden));
  }
}
