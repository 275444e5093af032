package dev.kevo.sql.session;

import static dev.kevo.engine.IsolationLevel.READ_COMMITTED;
import static dev.kevo.sql.session.Party.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SELECT ... FOR UPDATE against the locks of others. */
@Timeout(60)
final class LockedReadsTest {
  private static final int JOBS = 60;

  private SqlFixture sql;
  private Party one;
  private Party two;

  @BeforeEach
  void createTable() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE job (id INTEGER PRIMARY KEY, taken INTEGER)");
    sql.run("INSERT INTO job SELECT n, 0 FROM TABLE(GENERATE_SERIES(1, " + JOBS + ")) AS s (n)");
    one = new Party(sql, READ_COMMITTED);
    two = new Party(sql, READ_COMMITTED);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    sql.close();
  }

  @Test
  void forUpdateWaitsAndReadsWhatItsHolderLeft() throws Exception {
    assertEquals(List.of("1, 0"), one.rows("SELECT * FROM job WHERE id = 1 FOR UPDATE"));
    Party.Waiting waiting = two.begins("SELECT * FROM job WHERE id = 1 FOR UPDATE");
    assertFalse(waiting.isDone());
    assertEquals(OK, one.run("UPDATE job SET taken = 7 WHERE id = 1"));
    assertEquals(OK, one.commit());
    assertEquals(OK, waiting.end());
    assertEquals(List.of("1, 7"), two.rows("SELECT * FROM job WHERE id = 1 FOR UPDATE"));
  }

  @Test
  void nowaitFailsAtOnceAndLeavesTheTransactionAsItWas() throws Exception {
    one.rows("SELECT * FROM job WHERE id = 2 FOR UPDATE");
    assertEquals(OK, two.run("UPDATE job SET taken = 1 WHERE id = 3"));
    assertEquals("55P03", two.run("SELECT * FROM job WHERE id < 4 FOR UPDATE NOWAIT"));
    assertEquals(OK, two.commit());
    sql.assertRows(List.of("1"), "SELECT taken FROM job WHERE id = 3");
  }

  @Test
  void lockedRowsAreSkippedAndOthersTakeTheirPlacesInALimit() throws Exception {
    one.rows("SELECT * FROM job WHERE id IN (1, 3) FOR UPDATE");
    String query = "SELECT id FROM job ORDER BY id LIMIT 2 FOR UPDATE SKIP LOCKED";
    assertEquals(List.of("2", "4"), two.rows(query));
    one.commit();
    assertEquals(List.of("1", "2"), two.rows(query));
  }

  @Test
  void workersThatSkipWhatIsLockedTakeEachJobOnce() throws Exception {
    int workers = 4;
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    List<Future<List<Integer>>> taken = new ArrayList<>();
    for (int w = 0; w < workers; w++) {
      taken.add(threads.submit(this::takeJobs));
    }
    List<Integer> all = new ArrayList<>();
    for (Future<List<Integer>> each : taken) {
      all.addAll(each.get());
    }
    threads.shutdown();

    assertEquals(IntStream.rangeClosed(1, JOBS).boxed().toList(), all.stream().sorted().toList());
  }

  private List<Integer> takeJobs() throws SQLException {
    List<Integer> jobs = new ArrayList<>();
    try (Party worker = new Party(sql, READ_COMMITTED)) {
      while (true) {
        List<String> next =
            worker.rows(
                "SELECT id FROM job WHERE taken = 0 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED");
        if (next.isEmpty()) {
          return jobs;
        }
        assertEquals(OK, worker.run("UPDATE job SET taken = 1 WHERE id = " + next.get(0)));
        assertEquals(OK, worker.commit());
        jobs.add(Integer.valueOf(next.get(0)));
      }
    }
  }
}
